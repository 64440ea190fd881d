"""Inline mode: a person asks, the bot answers once, the person picks."""

from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.preview.protocol.chats import Sender
from bot.preview.stage import Stage
from bot.preview.state.groups import add_group
from bot.preview.state.inline import pick_inline
from tests.bot.preview.stage import Person, call

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("المصادر", callback_data="s:1")]])


def article(number: int | str = 1, text: str = "<b>خبر</b>") -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode=ParseMode.HTML)
    return InlineQueryResultArticle(str(number), "تركيا", content, description="دعوة", reply_markup=KEYBOARD)


async def test_a_person_asks_the_bot_answers_and_the_person_picks(stage: Stage, bot: Bot) -> None:
    person = Person(stage).chat.id
    assert (await bot.get_me()).supports_inline_queries
    asked = stage.world.ask_inline(person, "تركيا", "20", chat_type="supergroup")
    (update,) = await bot.get_updates()
    query = update.inline_query
    assert query is not None
    assert (query.id, query.from_user.id, query.query, query.offset, query.chat_type) == (
        asked,
        person,
        "تركيا",
        "20",
        "supergroup",
    )
    button = InlineQueryResultsButton("اشترك", start_parameter="inline")
    await bot.answer_inline_query(
        query.id, [article()], cache_time=60, is_personal=True, next_offset="40", button=button
    )
    answer = stage.world.queries.inline[asked].answer
    assert answer is not None
    assert (answer.cache_time, answer.is_personal, answer.next_offset) == (60, True, "40")
    assert answer.button == {"text": "اشترك", "start_parameter": "inline"}
    assert [(each["title"], each["description"]) for each in answer.results] == [("تركيا", "دعوة")]

    group = add_group(stage.world, "أصدقاء")
    picked = pick_inline(stage.world, asked, "1", group.id)
    (message,) = [update.message for update in await bot.get_updates() if update.message]
    assert message.via_bot is not None
    assert message.from_user is not None
    assert (message.via_bot.id, message.from_user.id, message.text) == (bot.id, person, "خبر")
    assert message.entities[0].type == "bold"
    stage.world.press(group.id, picked.id, 0, 0, by=person)
    pressed = (await bot.get_updates(offset=-1))[-1].callback_query
    assert pressed is not None
    assert pressed.message is None
    assert pressed.inline_message_id
    with pytest.raises(Exception, match="no such result"):
        pick_inline(stage.world, asked, "2", group.id, sender=Sender(by=person))


async def test_a_query_is_answered_once_and_cut_to_what_clients_send(stage: Stage, bot: Bot) -> None:
    asked = stage.world.ask_inline(Person(stage).chat.id, "س" * 300)
    assert stage.world.queries.inline[asked].text == "س" * 256
    await bot.answer_inline_query(asked, [])
    for query in (asked, "999"):
        with pytest.raises(BadRequest, match="uery is too old and response timeout expired or query id is invalid"):
            await bot.answer_inline_query(query, [])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"results": [article(number) for number in range(51)]}, "too many inline query results specified"),
        ({"results": [article(1), article(1)]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [article("س" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [article(text="<p>خبر</p>")]}, "Unsupported start tag"),
        ({"results": [article(text="س" * 4097)]}, "message is too long"),
        ({"results": [], "next_offset": "س" * 33}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "اشترك", "start_parameter": ""}}, "can't use empty start_parameter"),
        ({"results": [], "button": {"text": "اشترك", "start_parameter": "ا"}}, "unallowed characters"),
        ({"results": [], "button": {"text": "اشترك", "start_parameter": "x" * 65}}, "too long start_parameter"),
        ({"results": [{"type": "photo", "id": "1"}]}, "articles only"),
        ({"results": [{"type": "article", "id": "1", "title": "x"}]}, "content is not specified"),
        ({"results": [{"type": "article", "id": "1"}]}, "ARTICLE_TITLE_EMPTY"),
    ],
)
async def test_answers_that_telegram_refuses(stage: Stage, bot: Bot, given: dict[str, Any], reason: str) -> None:
    asked = stage.world.ask_inline(Person(stage).chat.id, "تركيا")
    results = [each if isinstance(each, dict) else each.to_dict() for each in given.pop("results")]
    refusal = await call(stage, "answerInlineQuery", inline_query_id=asked, results=results, **given)
    assert reason in refusal["description"]
    await bot.answer_inline_query(asked, [article()])
