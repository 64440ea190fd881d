"""The Bot API over HTTP, as python-telegram-bot speaks it."""

import asyncio
import io
import json
from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, EndPointNotFound, Forbidden, InvalidToken

from bot.preview.protocol.chats import MemberStatus
from bot.preview.stage import Stage
from tests.bot.preview.pictures import make_png
from tests.bot.preview.stage import Person

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("المصادر", callback_data="s:1")]])


@pytest.fixture
def reader(stage: Stage) -> Person:
    """Add a person who has written to the bot once; that update is still waiting."""
    person = Person(stage)
    stage.world.say(person.chat.id, "/start now")
    return person


async def call(stage: Stage, path: str, **request: Any) -> tuple[int, dict[str, Any]]:
    async with httpx.AsyncClient(base_url=stage.url) as client:
        answer = await client.request(request.pop("verb", "POST"), path, **request)
    body: dict[str, Any] = answer.json()
    return answer.status_code, body


async def test_a_message_arrives_with_its_entities_and_its_keyboard(stage: Stage, bot: Bot, reader: Person) -> None:
    sent = await bot.send_message(
        reader.chat.id, " <b>خبر</b> 😀 /new ", parse_mode=ParseMode.HTML, reply_markup=KEYBOARD
    )
    assert sent.text == "خبر 😀 /new"
    assert [(each.type, each.offset, each.length) for each in sent.entities] == [("bold", 0, 3), ("bot_command", 7, 4)]
    assert sent.date == stage.replay.clock().replace(microsecond=0)
    assert reader.read() == ["خبر 😀 /new"]
    edited = await sent.edit_text("خبر آخر")
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("خبر آخر", None, sent.date)  # type: ignore[union-attr]
    assert await sent.delete()
    assert reader.read() == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("<b> </b>", "Text must be non-empty"),
        ("<p>x</p>", 'Can\'t parse entities: unsupported start tag "p" at byte offset 0'),
        ("😀" * 2049, "Message is too long"),
        ("<b>x</b>" * 4097, "Text is too long"),
    ],
    ids=["empty", "blank", "blank once parsed", "unknown tag", "4098 units", "over 32,768 bytes"],
)
async def test_texts_that_telegram_refuses(bot: Bot, reader: Person, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"^{reason.partition(': ')[0]}"):
        await bot.send_message(reader.chat.id, text, parse_mode=ParseMode.HTML)
    assert reader.read() == []


async def test_4096_units_after_parsing_are_enough(bot: Bot, reader: Person) -> None:
    sent = await bot.send_message(reader.chat.id, f"<b>{'😀' * 2048}</b>", parse_mode=ParseMode.HTML)
    assert sent.text == "😀" * 2048


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([[{"text": "x", "callback_data": "س" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x"}]], "Text buttons are unallowed"),
        ([[{"callback_data": "x"}]], 'Can\'t find field "text"'),
        ([{"text": "x"}], "Array of Arrays"),
        ([["x"]], "must be an Object"),
        ("x", "must be of type Array"),
        ([[{"text": "x", "callback_data": "x"}]] * 101, "reply markup is too long"),
    ],
)
async def test_keyboards_that_telegram_refuses(stage: Stage, reader: Person, markup: Any, reason: str) -> None:
    body = {"chat_id": reader.chat.id, "text": "خبر", "reply_markup": {"inline_keyboard": markup}}
    status, answer = await call(stage, f"/bot{stage.token.get_secret_value()}/sendMessage", json=body)
    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert reason in answer["description"]


async def test_64_bytes_of_callback_data_are_enough(bot: Bot, reader: Person) -> None:
    key = InlineKeyboardButton("x", callback_data="س" * 32)
    sent = await bot.send_message(reader.chat.id, "خبر", reply_markup=InlineKeyboardMarkup([[key]]))
    assert sent.reply_markup == InlineKeyboardMarkup([[key]])


async def test_edits_that_telegram_refuses(bot: Bot, reader: Person) -> None:
    sent = await bot.send_message(reader.chat.id, "خبر", reply_markup=KEYBOARD)
    for reason, change in {
        "Message is not modified": sent.edit_text("خبر", reply_markup=KEYBOARD),
        "Message to edit not found": bot.edit_message_text("خبر", reader.chat.id, 999),
        "Message can't be edited": bot.edit_message_text("خبر", reader.chat.id, 1),
        "Message to delete not found": bot.delete_message(reader.chat.id, 999),
        "Chat not found": bot.send_message(404, "خبر"),
    }.items():
        with pytest.raises(BadRequest, match=f"^{reason}"):
            await change


async def test_subscribers_who_stopped_or_paused_are_sent_nothing(stage: Stage, bot: Bot, reader: Person) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(Person(stage, 1).chat.id, "خبر")
    stage.world.set_status(reader.chat.id, MemberStatus.KICKED)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(reader.chat.id, "خبر")
    stage.world.say(reader.chat.id, "/start")
    await bot.send_message(reader.chat.id, "خبر")
    changes = [each.my_chat_member for each in await bot.get_updates() if each.my_chat_member]
    assert [(each.old_chat_member.status, each.new_chat_member.status) for each in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_updates_stay_until_a_higher_offset_confirms_them(stage: Stage, bot: Bot, reader: Person) -> None:
    (first,) = await bot.get_updates()
    assert first.message is not None
    assert (first.message.text, first.message.chat_id) == ("/start now", reader.chat.id)
    assert first.message.parse_entities(["bot_command"]).popitem()[1] == "/start"
    stage.world.say(reader.chat.id, "ثانية")
    second = (await bot.get_updates())[1]
    assert [each.update_id for each in await bot.get_updates(limit=1)] == [first.update_id]
    assert [each.update_id for each in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert [each.update_id for each in await bot.get_updates()] == [second.update_id]
    stage.world.say(reader.chat.id, "ثالثة")
    assert [each.message.text for each in await bot.get_updates(offset=-1) if each.message] == ["ثالثة"]
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_long_poll_ends_as_soon_as_somebody_writes(stage: Stage, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    stage.world.say(Person(stage).chat.id, "مرحبا")
    (update,) = await asyncio.wait_for(polling, 5)
    assert update.message is not None
    assert update.message.text == "مرحبا"


async def test_kinds_of_update_that_were_not_asked_for_are_not_kept(stage: Stage, bot: Bot, reader: Person) -> None:
    await bot.get_updates(offset=2, allowed_updates=["callback_query"])
    stage.world.say(reader.chat.id, "خبر")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    stage.world.say(reader.chat.id, "خبر")
    assert len(await bot.get_updates()) == 1


async def test_of_two_pollers_the_older_one_is_ended(stage: Stage, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    async with Bot(bot.token, base_url=f"{stage.url}/bot") as other:
        newer = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="erminated by other getUpdates request"):
            await asyncio.wait_for(older, 5)
        stage.world.say(Person(stage).chat.id, "خبر")
        assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_a_pressed_button_is_answered_once(stage: Stage, bot: Bot, reader: Person) -> None:
    await bot.send_message(reader.chat.id, "خبر", reply_markup=KEYBOARD)
    pressing = asyncio.create_task(reader.press("المصادر"))
    query = (await bot.get_updates(offset=2, timeout=5))[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id, query.message and query.message.message_id) == ("s:1", reader.chat.id, 2)
    assert await query.answer("وصل")
    assert await pressing == "وصل"
    with pytest.raises(BadRequest, match="uery is too old"):
        await query.answer()
    with pytest.raises(Exception, match="no such button"):
        stage.world.press(reader.chat.id, 2, 0, 1)


async def test_the_menu_is_that_of_the_narrowest_scope_and_the_language(stage: Stage, bot: Bot, reader: Person) -> None:
    def menu() -> list[str]:
        return [each["description"] for each in stage.world.profile.list_commands(reader.chat.id)]

    await bot.set_my_commands([BotCommand("new", "New")])
    assert menu() == ["New"]
    await bot.set_my_commands([BotCommand("new", "الجديد")], language_code="ar")
    assert menu() == ["الجديد"]
    await bot.set_my_commands([BotCommand("new", "لسلمى")], scope=BotCommandScopeChat(reader.chat.id))
    assert menu() == ["لسلمى"]
    assert await bot.get_my_commands(language_code="ar") == (BotCommand("new", "الجديد"),)
    await bot.delete_my_commands(scope=BotCommandScopeChat(reader.chat.id))
    assert menu() == ["الجديد"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (BotCommand("تركيا", "الدبلوماسية"), "Bot_command_invalid"),
        (BotCommand("x" * 33, "الدبلوماسية"), "Bot_command_invalid"),
        (BotCommand("new", "س" * 257), "Bot_command_description_invalid"),
    ],
)
async def test_menus_that_telegram_refuses(bot: Bot, command: BotCommand, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_my_commands([command])


async def test_the_bot_describes_itself(stage: Stage, bot: Bot) -> None:
    await bot.set_my_description("يتابع قصة", language_code="ar")
    assert (await bot.get_my_description("ar")).description == "يتابع قصة"
    assert stage.world.profile.show()["description"] == "يتابع قصة"
    await bot.set_my_short_description("موجز")
    assert (await bot.get_my_short_description()).short_description == "موجز"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("س" * 121)


async def test_a_picture_is_kept_with_its_size_and_caption(stage: Stage, bot: Bot, reader: Person) -> None:
    sent = await bot.send_photo(reader.chat.id, io.BytesIO(make_png(30, 20)), "<b>خبر</b>", parse_mode=ParseMode.HTML)
    assert [(each.width, each.height) for each in sent.photo] == [(30, 20)]
    assert (sent.caption, sent.caption_entities[0].type) == ("خبر", "bold")
    again = await bot.send_photo(reader.chat.id, sent.photo[0].file_id)
    assert again.photo == sent.photo
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{stage.url}/photos/{sent.photo[0].file_id}")
    assert (answer.headers["Content-Type"], answer.content) == ("image/png", make_png(30, 20))
    for reason, change in {
        "(?i)caption is too long": bot.send_photo(reader.chat.id, sent.photo[0].file_id, "س" * 1025),
        "(?i)image_process_failed": bot.send_photo(reader.chat.id, b"not a picture"),
        "(?i)photo_invalid_dimensions": bot.send_photo(reader.chat.id, make_png(1, 21)),
        "(?i)wrong file identifier/http url specified": bot.send_photo(reader.chat.id, "https://example.com/x.png"),
    }.items():
        with pytest.raises(BadRequest, match=reason):
            await change


async def test_a_rich_message_is_sent_and_refused_as_html_is(bot: Bot, reader: Person) -> None:
    rich = {"html": "<h2>خبر</h2>", "is_rtl": True}
    sent = await bot.do_api_request("sendRichMessage", {"chat_id": reader.chat.id, "rich_message": rich})
    assert sent["rich_message"]["children"][0]["tag"] == "h2"
    with pytest.raises(BadRequest, match="only html"):
        await bot.do_api_request("sendRichMessage", {"chat_id": reader.chat.id, "rich_message": {"markdown": "x"}})


async def test_what_telegram_does_not_know_is_not_found(stage: Stage, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")
    for token in ("2022:wrong", "wrong"):
        with pytest.raises(InvalidToken):
            async with Bot(token, base_url=f"{stage.url}/bot"):
                pass
    assert (await call(stage, "/bot2022:wrong/getMe"))[1] == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


async def test_parameters_come_in_the_query_as_a_form_in_parts_and_as_json(stage: Stage, reader: Person) -> None:
    path, given = f"/bot{stage.token.get_secret_value()}/SENDMESSAGE", {"chat_id": str(reader.chat.id), "text": "خبر"}
    for request in (
        {"verb": "GET", "params": given},
        {"data": given},
        {"files": {name: (None, value) for name, value in given.items()}},
        {"json": given | {"chat_id": reader.chat.id}},
    ):
        assert (await call(stage, path, **request))[0] == 200
    assert reader.read() == ["خبر"] * 4
    assert (await call(stage, path, content="{", headers={"Content-Type": "application/json"}))[0] == 400
    assert (await call(stage, path, json=given | {"reply_markup": "{"}))[0] == 400


async def test_a_file_is_handed_out_to_be_saved_not_to_be_run(stage: Stage, bot: Bot, reader: Person) -> None:
    sent = await bot.send_document(reader.chat.id, b"<script>alert(1)</script>", filename="خبر.html")
    assert sent.document is not None
    async with httpx.AsyncClient(base_url=stage.url) as client:
        answer = await client.get(f"/documents/{sent.document.file_id}")
        assert (await client.get("/documents/unknown")).status_code == 404
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%D8%AE%D8%A8%D8%B1.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


async def test_the_server_answers_under_this_machines_names_only(stage: Stage) -> None:
    port = stage.url.rpartition(":")[2]
    async with httpx.AsyncClient(base_url=stage.url) as client:
        assert (await client.get("/", headers={"Host": f"localhost:{port}"})).status_code == 200
        assert (await client.get("/", headers={"Host": f"evil.example:{port}"})).status_code == 403


async def test_only_the_page_itself_acts_for_the_people_on_it(stage: Stage) -> None:
    path, body = f"/chats/{Person(stage).chat.id}/say", json.dumps({"text": "مرحبا"})
    kinds = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=stage.url) as client:
        for headers, status in (
            (kinds | {"Origin": "http://evil.example"}, 403),
            ({"Content-Type": "text/plain", "Origin": stage.url}, 403),
            (kinds | {"Origin": stage.url}, 200),
        ):
            assert (await client.post(path, content=body, headers=headers)).status_code == status
        for wrong in ("{}", "[]", '{"text": " "}', "{"):
            assert (await client.post(path, content=wrong, headers=kinds)).status_code == 400
    assert len(Person(stage).chat.messages) == 1
