"""Take the README's pictures from the running preview: python docs/take_screenshots.py (needs Chromium)."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

FOLDER = Path(__file__).parent / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: it does not start as root. The rest keeps the browser from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
PHONE = ViewportSize(width=390, height=844)
SETTLED = 1500  # ms: an answer waits for its turn, and a picture is scrolled to
WAIT = 15_000
DESK = ViewportSize(width=1440, height=900)


async def main() -> None:
    """Take them all."""
    path = os.environ.get("MUJAZ_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit(f"no Chromium here: none of {', '.join(BROWSERS)} on PATH, nor a path in MUJAZ_CHROMIUM")
    FOLDER.mkdir(exist_ok=True)
    async with preview() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        await take_phone(browser, url)
        await take_desk(browser, url)
        await take_sources(browser, url)
        await browser.close()


@asynccontextmanager
async def preview() -> AsyncIterator[str]:
    """A preview of its own; gives its address."""
    command = (sys.executable, "-m", "bot", "preview", "--port", "0", "--no-browser")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    if process.stdout is None:
        raise RuntimeError("the preview has no output")
    try:
        said = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", said)
        if found is None:
            sys.exit("the preview did not start")
        yield found[0]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


async def take_phone(browser: Browser, url: str) -> None:
    """The first minute, two mornings later a digest, its quotes, the timeline, pictures; then a rich digest."""
    page = await browser.new_page(viewport=PHONE, device_scale_factor=2, locale="ar")
    await page.goto(url)
    chat = page.get_by_role("region")
    await chat.get_by_role("button", name="ابدأ").click()
    await expect(chat.get_by_role("article")).to_have_count(2)
    await take(page, "start")
    for _ in range(2):
        await move(page)
    await take(page, "digest")
    await press(chat, "المصادر")
    await take(page, "quotes")
    await say(chat, "الخط الزمني")
    await take(page, "timeline")
    for name, words in (("timeline-card", "الخط الزمني"), ("figures-card", "الأرقام")):
        await say(chat, words)
        await press(chat, "صورة")
        await show(chat.get_by_role("article").last.get_by_role("img"))
        await take(page, name)
    await say(chat, "الإعدادات")
    for label in ("طريقة الكتابة", "رسائل منسّقة"):
        await chat.get_by_role("button", name=label).last.click()
        await page.wait_for_timeout(SETTLED)
    for _ in range(2):
        await move(page)
    await show(chat.get_by_role("article").last)
    await take(page, "rich")
    await page.close()


async def take_desk(browser: Browser, url: str) -> None:
    """The whole page: three people, three chats."""
    page = await browser.new_page(viewport=DESK, device_scale_factor=1.5, locale="ar")
    await page.goto(url)
    second, third = page.get_by_role("region").nth(1), page.get_by_role("region").nth(2)
    await second.get_by_role("button", name="ابدأ").click()
    await third.get_by_role("button", name="ابدأ").click()
    await expect(third.get_by_role("article")).to_have_count(2)
    for _ in range(2):
        await move(page)
    await say(third, "الخط الزمني")
    await take(page, "page")
    await page.close()


async def take_sources(browser: Browser, url: str) -> None:
    """The page of the sources, after some mornings."""
    page = await browser.new_page(viewport=DESK, device_scale_factor=1.5, locale="ar")
    await page.goto(f"{url.rstrip('/')}/sources")
    await expect(page.get_by_role("heading", level=2).first).to_be_visible()
    await take(page, "sources")
    await page.close()


async def say(chat: Locator, text: str) -> None:
    """Write to the bot and wait for its answer."""
    count = await chat.get_by_role("article").count()
    box = chat.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")
    await expect(chat.get_by_role("article").nth(count + 1)).to_be_visible()
    await box.blur()


async def press(chat: Locator, label: str) -> None:
    """Press the last button that says so and wait for the message that it brings."""
    count = await chat.get_by_role("article").count()
    await chat.get_by_role("button", name=label, exact=True).last.click()
    await expect(chat.get_by_role("article").nth(count)).to_be_visible(timeout=WAIT)


async def show(shown: Locator) -> None:
    """Scroll to the beginning of something."""
    await expect(shown).to_be_visible()
    await shown.evaluate("node => node.scrollIntoView({block: 'start'})")


async def move(page: Page) -> None:
    """To the next morning."""
    button = page.get_by_role("button", name="غدًا 08:00")
    before = await page.locator("#now").inner_text()
    await button.click()
    await expect(page.locator("#now")).not_to_have_text(before)
    await expect(button).to_be_enabled()


async def take(page: Page, name: str) -> None:
    """One picture, once everything on the page stands still."""
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(SETTLED)
    await page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
