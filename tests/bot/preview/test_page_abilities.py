"""The chat page draws all that a bot sends, and offers all that people can do. The bot is the test itself."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from playwright.async_api import Page, expect
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatAction, ParseMode

from bot.preview.protocol.profile import BOT_USERNAME
from bot.preview.stage import Stage
from bot.preview.state.people import forward, from_channel
from tests.bot.preview.browser import browsing, chat_of, looking, say
from tests.bot.preview.pictures import make_png
from tests.bot.preview.stage import Person

pytestmark = pytest.mark.browser

RICH = """<h2>موجز</h2><p>خبر<sup><a href="#s1">1</a></sup></p><table bordered striped><caption>القتلى</caption>
<tr><th>اليوم</th><th>العدد</th></tr><tr><td>7 يناير</td><td>26</td></tr></table>
<details><summary>المصادر</summary><p><tg-reference name="s1">وكالة الأنباء</tg-reference></p></details>
<footer>للإيقاف /stop</footer>"""


@pytest.fixture
async def page(stage: Stage) -> AsyncIterator[Page]:
    """Open the page; Salma has started a chat on it."""
    Person(stage).chat.opened = True
    async with browsing() as browser, looking(browser, stage) as page:
        await expect(chat_of(page, "سلمى")).to_be_visible()  # it listens to what happens
        yield page


async def hear(bot: Bot) -> Update:
    """Return the next update, and confirm those before it."""
    updates: Sequence[Update] = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates[-1]


async def hear_message(bot: Bot) -> Message:
    message = (await hear(bot)).message
    assert message is not None
    return message


async def test_files_places_and_forwards_are_shown(stage: Stage, bot: Bot, page: Page) -> None:
    salma, person = chat_of(page, "سلمى"), Person(stage).chat.id
    await bot.send_chat_action(person, ChatAction.UPLOAD_PHOTO)
    await expect(salma.get_by_text("يرسل صورة…")).to_be_visible()
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("التالي", callback_data="n")]])
    await bot.send_photo(person, make_png(300, 200), "<b>الخط الزمني</b>", parse_mode=ParseMode.HTML, reply_markup=keys)
    card = salma.get_by_role("article").last
    await expect(card).to_contain_text("الخط الزمني")
    assert await card.get_by_role("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    await card.get_by_role("button", name="التالي").click()
    query = (await hear(bot)).callback_query
    assert query is not None
    assert query.data == "n"

    await bot.send_chat_action(person, ChatAction.UPLOAD_DOCUMENT)
    await expect(salma.get_by_text("يرسل ملفًا…")).to_be_visible()
    await bot.send_document(person, "خبر".encode(), filename="موجز.txt")
    async with page.expect_download() as downloading:
        await salma.get_by_role("link", name="موجز.txt").click()
    download = await downloading.value
    assert download.suggested_filename == "موجز.txt"
    assert (await asyncio.to_thread((await download.path()).read_text, "utf-8")) == "خبر"

    forward(stage.world, person, "وصلت القوات", from_channel("وكالة الأنباء", date=1_641_373_200))
    await expect(salma.get_by_role("article").last).to_contain_text("محوَّلة من وكالة الأنباء")


async def test_a_person_sends_a_file_and_a_place(stage: Stage, bot: Bot, page: Page) -> None:
    salma, person = chat_of(page, "سلمى"), Person(stage).chat.id
    await salma.get_by_role("textbox").fill("/ingest وكالة")
    file = {"name": "خبر.txt", "mimeType": "text/plain", "buffer": "نص".encode()}
    await salma.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    message = await hear_message(bot)
    assert message.document is not None
    assert (message.caption, message.document.file_name) == ("/ingest وكالة", "خبر.txt")
    assert bytes(await (await message.document.get_file()).download_as_bytearray()) == "نص".encode()
    await expect(salma.get_by_role("textbox")).to_have_value("")

    await salma.get_by_role("button", name="إرفاق").click()
    await salma.get_by_role("button", name="بيروت").click()
    place = (await hear_message(bot)).location
    assert place is not None
    assert place.latitude == pytest.approx(33.89, abs=0.01)

    keys = ReplyKeyboardMarkup([["القاهرة", KeyboardButton("موقعي", request_location=True)]])
    await bot.send_message(person, "أين أنت؟", reply_markup=keys)
    await salma.get_by_role("button", name="موقعي").click()
    await salma.get_by_role("button", name="الرياض").click()
    assert (await hear_message(bot)).location is not None
    await salma.locator(".keys").get_by_role("button", name="القاهرة").click()
    assert (await hear_message(bot)).text == "القاهرة"
    await bot.send_message(person, "شكرًا", reply_markup=ReplyKeyboardRemove())
    await expect(salma.get_by_role("button", name="موقعي")).to_have_count(0)


async def test_a_link_to_the_bot_starts_it_and_a_button_asks_it_inline(stage: Stage, bot: Bot, page: Page) -> None:
    salma, person = chat_of(page, "سلمى"), Person(stage).chat.id
    address = f"https://t.me/{BOT_USERNAME}?start"
    keys = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("افتح", url=f"{address}=button")],
            [InlineKeyboardButton("ابحث", switch_inline_query_current_chat="تركيا")],
        ]
    )
    await bot.send_message(person, f'<a href="{address}=link">هنا</a>', parse_mode=ParseMode.HTML, reply_markup=keys)
    await salma.get_by_role("link", name="هنا").click()
    assert (await hear_message(bot)).text == "/start link"
    await salma.get_by_role("link", name="افتح").click()
    assert (await hear_message(bot)).text == "/start button"

    await salma.get_by_role("button", name="ابحث").click()
    await expect(salma.get_by_role("textbox")).to_have_value(f"@{BOT_USERNAME} تركيا")
    query = (await hear(bot)).inline_query
    assert query is not None
    assert (query.query, query.from_user.id, query.chat_type) == ("تركيا", person, "sender")
    content = InputTextMessageContent("اجتماع طارئ")
    results = [InlineQueryResultArticle("1", "الدبلوماسية", content, description="دعوة من تركيا")]
    await query.answer(results, next_offset="1", button=InlineQueryResultsButton("اشترك", start_parameter="inline"))
    await expect(salma.get_by_role("button", name="اشترك")).to_be_visible()
    await salma.get_by_role("button", name="المزيد").click()
    more = (await hear(bot)).inline_query
    assert more is not None
    assert more.offset == "1"
    await more.answer([InlineQueryResultArticle("2", "الاحتجاجات", content)])
    await expect(salma.get_by_role("button", name="الاحتجاجات")).to_be_visible()
    await salma.get_by_role("button", name="الدبلوماسية دعوة من تركيا").click()
    picked = await hear_message(bot)
    assert picked.via_bot is not None
    assert picked.text == "اجتماع طارئ"
    await expect(salma.get_by_role("article").last).to_contain_text(f"عبر @{BOT_USERNAME}")
    await expect(salma.get_by_role("textbox")).to_have_value("")


async def test_a_note_in_a_rich_message_leads_to_its_source(stage: Stage, bot: Bot, page: Page) -> None:
    salma, person = chat_of(page, "سلمى"), Person(stage).chat.id
    given = {"chat_id": person, "rich_message": {"html": RICH, "is_rtl": True}}
    await bot.do_api_request("sendRichMessage", given)
    source = salma.get_by_text("وكالة الأنباء")
    await expect(salma.get_by_role("heading", name="موجز")).to_be_visible()
    await expect(salma.get_by_role("table", name="القتلى").get_by_role("row")).to_have_count(2)
    await expect(source).to_be_hidden()
    await salma.get_by_role("link", name="1").click()
    await expect(source).to_be_visible()
    await salma.get_by_role("link", name="/stop").click()
    assert (await hear_message(bot)).text == "/stop"


async def test_a_group_in_which_one_chooses_who_writes(stage: Stage, bot: Bot, page: Page) -> None:
    salma, yousef = (Person(stage, index).chat.id for index in range(2))
    await page.get_by_role("button", name="مجموعة", exact=True).click()
    group = chat_of(page, "مجموعة نقاش")
    added = (await hear(bot)).my_chat_member
    assert added is not None
    assert {each.user.id for each in await bot.get_chat_administrators(added.chat.id)} == {salma}

    await group.get_by_role("combobox", name="من").select_option(label="يوسف النجار")
    await group.get_by_role("combobox", name="الموضوع").select_option(label="أحاديث عامة")
    await say(group, "صباح الخير")
    await say(group, "/new")
    question = await hear_message(bot)
    assert question.from_user is not None
    assert (question.text, question.from_user.id, question.is_topic_message) == ("/new", yousef, True)

    keys = InlineKeyboardMarkup([[InlineKeyboardButton("الأرقام", callback_data="f")]])
    await question.reply_text("خبر", reply_markup=keys)
    await group.get_by_role("button", name="الأرقام").click()
    pressed = (await hear(bot)).callback_query
    assert pressed is not None
    assert pressed.from_user.id == yousef
    await group.get_by_role("article").last.get_by_role("button", name="ردّ").click()
    await group.get_by_role("combobox", name="من").select_option(label="باسم المجموعة")
    await say(group, "ومن قال هذا؟")
    answer = await hear_message(bot)
    assert answer.reply_to_message is not None
    assert answer.sender_chat is not None
    assert (answer.reply_to_message.text, answer.sender_chat.id) == ("خبر", added.chat.id)
    await expect(group.get_by_role("article")).to_have_count(4)
    await bot.set_my_commands([BotCommand("help", "مساعدة")], scope=BotCommandScopeAllGroupChats())
    await group.get_by_role("button", name="القائمة").click()
    await group.get_by_role("button", name="مساعدة").click()
    assert (await hear_message(bot)).text == f"/help@{BOT_USERNAME}"


async def test_a_channel_in_which_its_creator_posts(stage: Stage, bot: Bot, page: Page) -> None:
    await page.get_by_role("button", name="قناة", exact=True).click()
    channel = chat_of(page, "قناة قناة الأخبار")
    await say(channel, "خبر عاجل")
    post = (await hear(bot)).channel_post
    assert post is not None
    assert post.text == "خبر عاجل"
    await bot.send_message(post.chat.id, "الأرقام")
    await expect(channel.get_by_role("article").last).to_contain_text("الأرقام")
    await channel.get_by_role("combobox", name="من").select_option(label="يوسف النجار")
    await expect(channel.get_by_role("textbox")).to_have_count(0)
    await channel.get_by_role("button", name="خيارات المحادثة").click()
    await channel.get_by_role("button", name="إخراج البوت").click()
    await expect(channel.get_by_text("البوت ليس هنا")).to_be_visible()
