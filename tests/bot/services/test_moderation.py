"""What the people in ADMIN_IDS can do from their chat, and that for anybody else it does not exist."""

from typing import Any

import pytest
from telegram.error import BadRequest

from bot.app import introduce
from bot.core.container import Services
from bot.handlers.context import App
from bot.handlers.guards import Who
from bot.handlers.router import COMMANDS
from bot.input.commands import list_admin_commands, list_commands
from bot.preview.protocol.entities import finish
from bot.preview.protocol.markup import parse_html
from bot.services.corrections import list_updates
from briefings.story import StoryError, load_story
from tests.bot.fakes import BOT, Call, FakeTelegram, Mornings, Reader
from tests.bot.news import publish

ADMIN = 7
RIGHT = "اتصل وزير الخارجية التركي بنظيره الكازاخي مرتين."


@pytest.fixture
def admin(app: App, telegram: FakeTelegram) -> Reader:
    return Reader(app, telegram, ADMIN)


def only(calls: list[Call]) -> Call:
    [call] = [call for call in calls if call.method != "answerCallbackQuery"]
    return call


async def confirm(admin: Reader, asked: Call) -> Call:
    """Press the button under a message of the bot, as Telegram hands it over: with the message's text and entities."""
    shown = finish(parse_html(asked.text))
    chat = {"id": admin.chat_id, "type": "private", "first_name": "يوسف"}
    message = {"message_id": asked.message_id, "date": 1, "chat": chat, "from": BOT.to_dict(), "text": shown.text}
    message["entities"] = [entity.as_json() for entity in shown.entities]
    sender = {"id": admin.chat_id, "is_bot": False, "first_name": "يوسف"}
    [button] = asked.buttons
    query = {"id": "1", "from": sender, "chat_instance": "1", "data": button["callback_data"], "message": message}
    return only(await admin.receive({"callback_query": query}))


async def list_numbers(services: Services) -> list[int]:
    return [stored.sequence for stored in await list_updates(services)]


async def test_how_things_stand(
    admin: Reader, app: App, telegram: FakeTelegram, services: Services, mornings: Mornings
) -> None:
    for chat_id in (1001, 1002, 1003):
        await Reader(app, telegram, chat_id).say("/start")
    await Reader(app, telegram, 1003).say("/stop")
    await publish(services)
    told = only(await admin.say("/stats")).text
    assert "▪️ يصلهم الموجز: 2\n▪️ أوقفوه: 1\n" in told
    assert "أخبار قائمة: 6" in told
    assert len(await mornings.at(11, 8)) == 2
    assert "▪️ وصلت: 2\n" in only(await admin.say("/stats")).text
    assert await mornings.at(12, 1) == []
    assert "▪️ وصلت: 0\n" in only(await admin.say("/stats")).text  # it is another day


async def test_an_update_is_retracted_once_it_is_confirmed(
    admin: Reader, reader: Reader, services: Services, mornings: Mornings
) -> None:
    await reader.say("/start")
    await publish(services)
    await reader.say("/turkey")
    asked = only(await admin.say("/retract ٥"))
    assert "سحب الخبر 5" in asked.text
    assert 5 in await list_numbers(services)
    done = await confirm(admin, asked)
    assert done.method == "editMessageText"
    assert "يصل التصحيح خلال دقيقة إلى من قرأه: قارئ واحد." in done.text
    assert 5 not in await list_numbers(services)
    [correction] = await mornings.send(minutes=1)
    assert correction.chat_id == reader.chat_id
    assert "سُحب من قبل" in (await confirm(admin, asked)).text


async def test_a_text_is_replaced_by_what_the_confirmation_shows(
    admin: Reader, services: Services, mornings: Mornings
) -> None:
    await publish(services)
    asked = only(await admin.say(f"/amend 5 {RIGHT}"))
    assert RIGHT in asked.text
    await admin.say("/amend 5 نص آخر لم يؤكَّد.")
    assert "لم يقرأه أحد" in (await confirm(admin, asked)).text
    assert [stored.update.text for stored in await list_updates(services)][-1] == RIGHT
    assert await mornings.send(minutes=1) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("قال <b>الوزير</b> & غيره إن CSTO «وصلت».", "قال <b>الوزير</b> & غيره إن CSTO «وصلت»."),
        ("CSTO وصلت\n\n  إلى ألماتي.", "CSTO وصلت إلى ألماتي."),
        ("\u202eوصلت\u202c قوة 🚩 CSTO.", "وصلت قوة 🚩 CSTO."),
    ],
    ids=["html", "latin first, lines", "bidi"],
)
async def test_a_text_comes_through_as_it_was_written(
    admin: Reader, services: Services, written: str, kept: str
) -> None:
    await publish(services)
    await confirm(admin, only(await admin.say(f"/amend 2 {written}")))
    assert (await list_updates(services))[-1].update.text == kept


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/retract", "لا خبر قائمًا"),
        ("/retract 99", "لا خبر قائمًا"),
        ("/retract 5 6", "لا خبر قائمًا"),
        ("/retract -5", "لا خبر قائمًا"),
        ("/retract <b>", "لا خبر قائمًا"),
        ("/amend", "النص من حرف واحد إلى 280"),
        ("/amend 5", "النص من حرف واحد إلى 280"),
        ("/amend 5 \u202e", "النص من حرف واحد إلى 280"),
        (f"/amend 5 {'خ' * 281}", "النص من حرف واحد إلى 280"),
        ("/amend 99 نص.", "لا خبر قائمًا"),
        ("/amend 6 عاد الهدوء إلى الأسواق.", "فلا شيء يُعدّل"),
    ],
)
async def test_what_cannot_be_done_is_said(admin: Reader, services: Services, words: str, told: str) -> None:
    await publish(services)
    refused = only(await admin.say(words))
    assert told in refused.text
    assert refused.buttons == []
    assert await list_numbers(services) == [1, 2, 3, 4, 5, 6]


async def test_a_confirmation_that_can_no_longer_be_read_changes_nothing(admin: Reader, services: Services) -> None:
    await publish(services)
    _, told = await admin.press("amend:5")
    assert "النص من حرف واحد" in told.text
    assert await list_numbers(services) == [1, 2, 3, 4, 5, 6]


async def test_for_others_the_commands_do_not_exist(reader: Reader, services: Services) -> None:
    await publish(services)
    await reader.say("/start")
    for words, other in (
        ("/stats", "/statz"),
        ("/retract 5", "/retracz 5"),
        (f"/amend 5 {RIGHT}", f"/amenz 5 {RIGHT}"),
    ):
        answered, unknown = only(await reader.say(words)), only(await reader.say(other))
        assert answered.buttons == unknown.buttons
        assert answered.text == unknown.text.replace(other.split()[0][1:], words.split()[0][1:])
    stale = [(call.method, call.text) for call in await reader.press("x")]
    for data in ("retract:5", "amend:5", "c:stats", "c:retract", "c:amend"):
        assert [(call.method, call.text) for call in await reader.press(data)] == stale
    assert await list_numbers(services) == [1, 2, 3, 4, 5, 6]


async def test_numbers_that_no_button_carries_mean_nothing(admin: Reader, services: Services) -> None:
    await publish(services)
    for data in ("retract:", "retract:0", "retract:05", "retract:5\n", "retract:٥", "amend:x", "retract:1234567890"):
        [toast] = await admin.press(data)
        assert "لم يعد هذا الزر يعمل" in toast.text
    assert await list_numbers(services) == [1, 2, 3, 4, 5, 6]


async def test_in_a_group_an_administrator_is_one_of_many(admin: Reader, services: Services) -> None:
    await publish(services)
    group: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "غرفة الأخبار"}
    sender = {"id": ADMIN, "is_bot": False, "first_name": "يوسف"}
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 8}], "text": "/retract 5"}
    message = {"message_id": 5, "date": 1, "chat": group, "from": sender}
    assert await admin.receive({"message": message | command}) == []
    query = {"id": "1", "from": sender, "chat_instance": "1", "data": "retract:5", "message": message | {"text": "…"}}
    [toast] = await admin.receive({"callback_query": query})
    assert "لم يعد هذا الزر يعمل" in toast.text
    assert await list_numbers(services) == [1, 2, 3, 4, 5, 6]


async def test_the_menu_and_help_show_them_to_administrators_only(
    admin: Reader, reader: Reader, app: App, telegram: FakeTelegram
) -> None:
    await introduce(app)
    menus = [call for call in telegram.calls if call.method == "setMyCommands"]
    own = [call for call in menus if "scope" in call.parameters]
    assert [("retract" in str(call.parameters["commands"])) for call in menus if call not in own] == [False, False]
    [call] = own
    assert '"chat_id": 7' in str(call.parameters["scope"]).replace("'", '"')
    assert {"stats", "retract", "amend", "new"} <= set(str(call.parameters["commands"]).replace('"', "'").split("'"))
    assert "سحب خبر برقمه" in only(await admin.say("/help")).text
    assert "سحب خبر برقمه" not in only(await reader.say("/help")).text


async def test_an_administrator_who_never_wrote_is_no_reason_not_to_start(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(*_: object, scope: object = None, **__: object) -> bool:
        if scope is not None:
            raise BadRequest("Bad Request: chat not found")
        return True

    monkeypatch.setattr(type(app.bot), "set_my_commands", refuse)
    await introduce(app)
    assert "Menu registration failed for the administrator 7" in caplog.text


def test_every_command_of_theirs_has_a_handler_and_a_line() -> None:
    assert [command.name for command in list_admin_commands()] == [
        row.name for row in COMMANDS.values() if row.who is Who.ADMIN
    ]
    assert all(command.about for command in list_admin_commands())


def test_a_story_cannot_take_them() -> None:
    story = load_story("kazakhstan-2022")
    topics = (story.topics[0].model_copy(update={"command": "stats"}), *story.topics[1:])
    with pytest.raises(StoryError, match="/stats is the bot's own"):
        list_commands(story.model_copy(update={"topics": topics}))
