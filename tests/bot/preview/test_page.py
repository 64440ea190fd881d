"""The chat page in a real browser, used as a person uses it."""

import pytest
from playwright.async_api import Page, expect

from tests.bot.preview.browser import browsing, chat_of, opened, say

pytestmark = pytest.mark.browser


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


async def test_a_person_can_unblock_the_bot(sqlite_url: str) -> None:
    async with browsing() as browser, opened(browser, sqlite_url) as page:
        salma = chat_of(page, "سلمى")
        await salma.get_by_role("button", name="ابدأ").click()
        await salma.get_by_role("button", name="خيارات المحادثة").click()
        await salma.get_by_role("button", name="حظر البوت").click()
        await expect(salma.get_by_text("محظور")).to_be_visible()
        await salma.get_by_role("button", name="إعادة التشغيل").click()
        await expect(salma.get_by_role("textbox")).to_be_visible()
        await expect(salma.get_by_role("article")).to_have_count(4)
