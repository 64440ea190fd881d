"""A reader's own data: as a file, and erased once it is confirmed."""

import json

from bot.core.container import Services
from bot.delivery.jobs import run_tick
from storage.subscribers.accounts import find_subscriber
from tests.bot.fakes import Call, Clock, FakeTelegram, Reader
from tests.bot.news import publish


def only(calls: list[Call]) -> Call:
    [call] = [call for call in calls if call.method != "answerCallbackQuery"]
    return call


async def is_known(services: Services) -> bool:
    async with services.database.begin() as session:
        return await find_subscriber(session, services.story.name, 1001) is not None


async def test_the_file_holds_settings_what_was_seen_and_messages(reader: Reader, services: Services) -> None:
    await publish(services)
    await reader.say("/start")
    call = only(await reader.say("/mydata"))
    assert call.method == "sendDocument"
    assert "محو بياناتي" in call.parameters["caption"]
    [data] = call.files.values()
    document = json.loads(data)
    assert document["subscriber"]["chat_id"] == 1001
    assert document["subscriber"]["digest_time"] == "08:00:00"
    assert any("جاناوزن" in each["text"] for each in document["seen"])
    assert document["messages"][0]["state"] == "sent"


async def test_nothing_is_erased_before_it_is_confirmed(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    [button] = only(await reader.say("/forget")).buttons
    assert await is_known(services)
    done = only(await reader.press(button["callback_data"]))
    assert done.method == "editMessageText"
    assert not await is_known(services)
    assert "لست مشتركًا" in only(await reader.press(button["callback_data"])).text
    assert "أهلًا بك" in only(await reader.say("/start")).text


async def test_who_is_not_subscribed_is_told_so(reader: Reader) -> None:
    for words in ("/mydata", "/forget", "بياناتي"):
        assert "لست مشتركًا" in only(await reader.say(words)).text


async def test_who_is_erased_while_a_digest_is_on_its_way_stops_nobody(
    reader: Reader, services: Services, telegram: FakeTelegram, clock: Clock
) -> None:
    other = Reader(reader._app, telegram, 1002)  # noqa: SLF001 - the same bot
    for each in (reader, other):
        await each.say("/start")
    await publish(services)
    clock.move(hours=14)

    async def erase() -> None:
        await reader.press("forget")

    telegram.faults = [erase]
    await run_tick(services, reader._app.bot)  # noqa: SLF001
    async with services.database.begin() as session:
        found = await find_subscriber(session, services.story.name, 1002)
    assert found
    assert found.seen_set_id
    assert not await is_known(services)
