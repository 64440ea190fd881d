"""A real browser on the preview's page, for tests."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright

from bot.cli.preview import running_on
from bot.preview.stage import Stage
from tests.bot.preview.stage import open_stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: it does not start as root, as in CI. The rest keeps the browser from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


def find_chromium() -> str:
    """Return the path of the browser; skip the test if there is none."""
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
    """Open the page of a running preview."""
    async with open_stage() as stage, running_on(stage, database_url), looking(browser, stage, width, height) as page:
        yield page


@asynccontextmanager
async def looking(browser: Browser, stage: Stage, width: int = 1400, height: int = 900) -> AsyncIterator[Page]:
    """Open the page of a stage; any error on the page fails the test."""
    errors: list[str] = []
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
