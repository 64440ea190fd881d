"""The chat page in a real browser, used as a person uses it."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.preview.run import playing
from tests.bot.preview.stage import open_stage

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: it does not start as root, as in CI. The rest keeps the browser from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def find_chromium() -> str:
    """The browser's path; skips the test where there is none."""
    named = os.environ.get("MUJAZ_CHROMIUM")
    path = named or next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no Chromium here ({', '.join(NAMES)} on PATH, or its path in MUJAZ_CHROMIUM)")
    return path


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    path = find_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def opened(browser: Browser, database_url: str, width: int = 1400, height: int = 900) -> AsyncIterator[Page]:
    """The page of a running preview; nothing may go wrong on it."""
    errors: list[str] = []
    async with open_stage() as stage, playing(stage, database_url):
        page = await browser.new_page(viewport={"width": width, "height": height}, locale="ar")
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await page.goto(stage.url)
        yield page
        await page.close()
    assert errors == []


def chat_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def say(chat: Locator, text: str) -> None:
    box = chat.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


async def move(page: Page, to: str, until: str) -> None:
    await page.get_by_role("button", name=to).click()
    await expect(page.locator("#now")).to_contain_text(until)


async def test_a_person_follows_the_story(sqlite_url: str) -> None:
    async with browsing() as browser, opened(browser, sqlite_url) as page:
        salma, yousef = chat_of(page, "سلمى"), chat_of(page, "يوسف")
        await expect(page.locator("#now")).to_have_text("الخميس 6 يناير 2022، 09:00")
        await expect(salma).to_contain_text("ماذا يفعل هذا البوت؟")

        await salma.get_by_role("button", name="ابدأ").click()
        await expect(salma.get_by_role("log")).to_contain_text("جاناوزين")
        await salma.get_by_role("button", name="✓ الدبلوماسية التركية").click()
        await expect(salma.get_by_role("button", name="الدبلوماسية التركية", exact=True)).to_be_visible()

        await say(salma, "/turkey")
        await expect(salma.get_by_role("article").last).to_contain_text("لا أخبار في هذا الموضوع")

        await move(page, "غدًا 08:00", "الجمعة 7 يناير 2022، 08:00")
        digest = salma.get_by_role("article").last
        await expect(digest).to_contain_text("موجز كازاخستان")
        await expect(digest).to_contain_text("إرسال قوات حفظ السلام")
        await expect(page.get_by_role("status").first).to_have_text("وصل: مقال واحد")
        await expect(yousef.get_by_role("article")).to_have_count(0)
        await digest.get_by_role("button", name="المصادر").click()
        await expect(salma.get_by_role("article").last).to_contain_text("صحيفة المدى البعيد")

        await salma.get_by_role("button", name="القائمة").click()
        await salma.get_by_role("button", name="/new").click()
        await expect(salma.get_by_role("article").last).to_contain_text("لا جديد")

        messages = await salma.get_by_role("article").all_inner_texts()
        await page.reload()
        await expect(salma.get_by_role("article")).to_have_count(len(messages))
        assert await salma.get_by_role("article").all_inner_texts() == messages


async def test_on_a_phone_one_chat_fills_the_screen(sqlite_url: str) -> None:
    async with browsing() as browser, opened(browser, sqlite_url, 360, 740) as page:
        await expect(page.get_by_role("region")).to_have_count(1)
        await page.get_by_role("button", name="ابدأ").click()
        await expect(page.get_by_role("log")).to_contain_text("جاناوزين")
        await page.get_by_role("button", name="كل القرّاء").click()
        await move(page, "غدًا 08:00", "7 يناير")
        salma = page.get_by_role("button", name="سلمى")
        await expect(salma).to_contain_text("1")
        await page.get_by_role("button", name="قارئ آخر").click()
        await expect(chat_of(page, "عمر حداد")).to_be_visible()
        await page.get_by_role("button", name="كل القرّاء").click()
        await salma.click()
        await expect(chat_of(page, "سلمى").get_by_role("article").last).to_contain_text("إرسال قوات حفظ السلام")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_who_blocks_the_bot_can_start_it_again(sqlite_url: str) -> None:
    async with browsing() as browser, opened(browser, sqlite_url) as page:
        salma = chat_of(page, "سلمى")
        await salma.get_by_role("button", name="ابدأ").click()
        await salma.get_by_role("button", name="خيارات المحادثة").click()
        await salma.get_by_role("button", name="حظر البوت").click()
        await expect(salma.get_by_text("محظور")).to_be_visible()
        await salma.get_by_role("button", name="إعادة التشغيل").click()
        await expect(salma.get_by_role("textbox")).to_be_visible()
        await expect(salma.get_by_role("article")).to_have_count(4)
