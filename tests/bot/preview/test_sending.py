"""What the bot sends beside text, and how it changes messages."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, EndPointNotFound

from bot.preview.protocol.faults import Faults
from bot.preview.stage import Stage
from tests.bot.preview.pictures import make_png
from tests.bot.preview.stage import Person, call

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("التالي", callback_data="n")]])
RICH = {"html": "<h2>خبر</h2><p>نص</p>", "is_rtl": True}


@pytest.fixture
def reader(stage: Stage) -> Person:
    """Add a person who has started a chat with the bot."""
    person = Person(stage)
    person.chat.opened = True
    return person


async def test_a_picture_answers_a_message_and_is_leafed_through(bot: Bot, reader: Person) -> None:
    question = await bot.send_message(reader.chat.id, "الخط الزمني")
    sent = await bot.send_photo(
        reader.chat.id,
        make_png(30, 20),
        "<b>1</b>",
        parse_mode=ParseMode.HTML,
        reply_parameters=ReplyParameters(question.message_id),
        reply_markup=KEYBOARD,
    )
    assert sent.reply_to_message is not None
    assert (sent.reply_to_message.message_id, sent.reply_markup) == (question.message_id, KEYBOARD)
    media = InputMediaPhoto(make_png(20, 30), "<i>2</i>", parse_mode=ParseMode.HTML)
    second = await sent.edit_media(media, reply_markup=KEYBOARD)
    assert (second.photo[0].height, second.caption) == (30, "2")  # type: ignore[union-attr]
    third = await sent.edit_media(InputMediaPhoto(sent.photo[0].file_id))
    assert (third.photo, third.caption, third.reply_markup) == (sent.photo, None, None)  # type: ignore[union-attr]
    fourth = await sent.edit_caption("رابعة")
    assert (fourth.photo, fourth.caption) == (sent.photo, "رابعة")  # type: ignore[union-attr]
    file = await question.edit_media(InputMediaDocument(b"text", filename="خبر.txt"))
    assert file.document.file_name == "خبر.txt"  # type: ignore[union-attr]


async def test_changes_of_media_that_telegram_refuses(stage: Stage, bot: Bot, reader: Person) -> None:
    text = await bot.send_message(reader.chat.id, "خبر")
    photo = await bot.send_photo(reader.chat.id, make_png(30, 20), "خبر")
    for reason, change in {
        "there is no caption in the message to edit": text.edit_caption("خبر"),
        "there is no text in the message to edit": photo.edit_text("خبر"),
        "message is not modified": photo.edit_media(InputMediaPhoto(photo.photo[0].file_id, "خبر")),
        "message caption is too long": photo.edit_caption("س" * 1025),
        "image_process_failed": photo.edit_media(InputMediaPhoto(b"none")),
        "wrong file identifier/http url specified": photo.edit_media(InputMediaPhoto("unknown")),
    }.items():
        with pytest.raises(BadRequest, match=f"(?i)^{reason}"):
            await change


async def test_a_keyboard_stands_where_the_person_writes_until_it_is_removed(
    stage: Stage, bot: Bot, reader: Person
) -> None:
    keys = ReplyKeyboardMarkup([["الرياض", KeyboardButton("موقعي", request_location=True)]], one_time_keyboard=True)
    sent = await bot.send_message(reader.chat.id, "أين أنت؟", reply_markup=keys)
    assert sent.reply_markup is None
    assert reader.chat.reply_keyboard is not None
    assert reader.chat.reply_keyboard["keyboard"] == [
        [{"text": "الرياض"}, {"text": "موقعي", "request_location": True}],
    ]
    await bot.send_message(reader.chat.id, "خبر")
    assert reader.chat.reply_keyboard is not None
    await bot.send_message(reader.chat.id, "شكرًا", reply_markup=ReplyKeyboardRemove())
    assert reader.chat.reply_keyboard is None
    about = {"chat_id": reader.chat.id, "message_id": sent.message_id, "text": "x"}
    refusal = await call(stage, "editMessageText", **about, reply_markup=keys.to_dict())
    assert "inline keyboard expected" in refusal["description"]
    with pytest.raises(BadRequest, match=r"(?i)button text must be non-empty"):
        await bot.send_message(reader.chat.id, "x", reply_markup=ReplyKeyboardMarkup([[" "]]))


async def test_a_button_puts_an_inline_query_into_the_composer(bot: Bot, reader: Person) -> None:
    keys = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("ابحث", switch_inline_query_current_chat=""),
                InlineKeyboardButton("أرسل", switch_inline_query="تركيا"),
            ]
        ]
    )
    assert (await bot.send_message(reader.chat.id, "خبر", reply_markup=keys)).reply_markup == keys


async def test_a_rich_message_keeps_what_it_was_read_from(stage: Stage, bot: Bot, reader: Person) -> None:
    sent = await bot.do_api_request("sendRichMessage", {"chat_id": reader.chat.id, "rich_message": RICH})
    message = reader.chat.messages[sent["message_id"]]
    assert message.content.rich_html == RICH["html"]
    assert reader.read() == [stage.world.accepted[0].text] == ["خبر\nنص"]


async def test_an_older_server_has_no_rich_messages(stage: Stage, bot: Bot, reader: Person) -> None:
    stage.world.missing.add("sendrichmessage")
    given = {"chat_id": reader.chat.id, "rich_message": RICH}
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", given)
    sent = await bot.send_message(reader.chat.id, "خبر")
    refusal = await call(stage, "editMessageText", **given, message_id=sent.message_id)
    assert refusal["description"] == "Bad Request: message text is empty"


async def test_words_are_refused_wherever_they_stand(stage: Stage, bot: Bot, reader: Person) -> None:
    photo = await bot.send_photo(reader.chat.id, make_png(30, 20))
    stage.world.accidents.set(Faults(refused={"سيئ": "can't parse entities"}, methods=""))
    for send in (
        bot.send_photo(reader.chat.id, make_png(30, 20), "سيئ"),
        photo.edit_media(InputMediaPhoto(photo.photo[0].file_id, "سيئ")),
        bot.do_api_request("sendRichMessage", {"chat_id": reader.chat.id, "rich_message": {"html": "<p>سيئ</p>"}}),
    ):
        with pytest.raises(BadRequest, match="parse entities"):
            await send


async def test_the_bot_says_what_it_is_about_to_send(stage: Stage, bot: Bot, reader: Person) -> None:
    told: list[object] = []
    stage.world.listeners.add(told.append)
    await bot.send_chat_action(reader.chat.id, ChatAction.UPLOAD_PHOTO)
    assert told == [{"kind": "action", "chat": reader.chat.id, "action": "upload_photo"}]
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action in request"):
        await bot.send_chat_action(reader.chat.id, "sing")
