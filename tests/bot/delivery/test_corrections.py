"""Retracted and amended updates: those who saw one are told once, as a reply to that message; nobody else sees it."""

import pytest

from bot.core.container import Services
from bot.domain.correction import EditingError
from bot.handlers.context import App
from bot.services.corrections import amend, list_updates, retract
from tests.bot.fakes import Clock, FakeTelegram, Mornings, Reader
from tests.bot.news import UPDATES, publish
from tests.factories import make_update

WRONG = "اتصل وزير الخارجية التركي"
RIGHT = "اتصل وزير الخارجية التركي بنظيره الكازاخي مرتين."
BLOCKED = {"error_code": 403, "description": "Forbidden: bot was blocked by the user"}
CHATS = (1001, 1002, 1003)


@pytest.fixture
async def readers(app: App, services: Services, telegram: FakeTelegram) -> tuple[Reader, ...]:
    """Make three readers who subscribed before there was any news."""
    readers = tuple(Reader(app, telegram, chat_id) for chat_id in CHATS)
    for reader in readers:
        await reader.say("/start")
    await publish(services)
    return readers


async def test_readers_of_a_retracted_update_get_one_correction_as_a_reply(
    readers: tuple[Reader, ...], services: Services, mornings: Mornings
) -> None:
    first, second, third = readers
    [asked] = await first.say("/turkey")
    await second.say("/protests")
    [paged] = await second.say("/new")
    assert await retract(services, "5") == 2
    one, two = await mornings.send(minutes=1)
    assert [(call.chat_id, call.reply_to) for call in (one, two)] == [
        (1001, asked.message_id),
        (1002, paged.message_id),
    ]
    assert one.text.startswith("<b>تصحيح</b>\nذكرنا في 10 يناير: «اتصل وزير الخارجية التركي")
    assert "تبيّن أن هذا لا يصح" in one.text
    assert await mornings.send(minutes=1) == []
    for reader in (first, third):
        for words in ("/new", "/turkey", "/timeline"):
            assert WRONG not in (await reader.say(words))[0].text
    assert all(WRONG not in text for text in await mornings.at(11, 8))
    assert await mornings.at(12, 8) == []


async def test_an_amended_text_is_a_correction_to_its_readers_and_news_to_others(
    readers: tuple[Reader, ...], services: Services, mornings: Mornings
) -> None:
    first, second, third = readers
    for reader in readers[:2]:
        await reader.say("/new")
    assert await amend(services, "talks", RIGHT) == 2
    corrections = await mornings.send(minutes=1)
    assert [call.chat_id for call in corrections] == [1001, 1002]
    assert all(f"والصحيح:\n▪️ <b>من 6 إلى 7 يناير</b> — {RIGHT}" in call.text for call in corrections)
    [digest] = await mornings.send_at(11, 8)  # the others have it all
    assert digest.chat_id == 1003
    assert RIGHT in digest.text
    assert "أخبار جديدة" in digest.text
    for reader in (first, second, third):
        assert "لا جديد" in (await reader.say("/new"))[0].text
        assert RIGHT in (await reader.say("/turkey"))[0].text


async def test_a_reader_who_is_sent_an_update_during_its_retraction_gets_the_correction(
    readers: tuple[Reader, ...], services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    # The editor takes it back when the first digest is on its way.
    telegram.faults = [lambda: amend(services, "5", RIGHT)]
    sent = await mornings.send_at(11, 8)
    told = {call.chat_id: call for call in sent if WRONG in call.text and "تصحيح" not in call.text}
    corrected = {call.chat_id: call for call in sent if "تصحيح" in call.text}
    assert told.keys() == corrected.keys() == set(CHATS)
    assert all(corrected[chat].reply_to == told[chat].message_id for chat in CHATS)
    assert await mornings.send(minutes=1) == []
    assert await mornings.at(12, 8) == []


async def test_a_reader_who_asks_during_a_retraction_gets_the_correction(
    readers: tuple[Reader, ...], services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    telegram.faults = [lambda: retract(services, "5")]
    [answer] = await readers[0].say("/turkey")
    assert WRONG in answer.text
    [correction] = await mornings.send(minutes=1)
    assert (correction.chat_id, correction.reply_to) == (1001, answer.message_id)


async def test_a_correction_waits_for_the_readers_return(
    readers: tuple[Reader, ...], services: Services, telegram: FakeTelegram, mornings: Mornings
) -> None:
    gone, blocking, _ = readers
    [told] = await gone.say("/turkey")
    await gone.say("/stop")
    await blocking.say("/turkey")
    assert await retract(services, "5") == 2
    telegram.faults = [BLOCKED]  # the second blocks the bot before it hears of it
    assert await mornings.send(minutes=1) == []
    assert WRONG not in "".join(call.text for call in await mornings.send(days=3))
    await gone.say("/start")
    [correction] = await mornings.send(minutes=1)
    assert (correction.chat_id, correction.reply_to) == (1001, told.message_id)
    assert "ذكرنا في 10 يناير" in correction.text
    await blocking.say("/start")
    [correction] = await mornings.send(minutes=1)
    assert correction.chat_id == 1002
    assert await mornings.send(minutes=1) == []


async def test_composing_does_not_bring_back_retracted_updates(
    readers: tuple[Reader, ...], services: Services, mornings: Mornings
) -> None:
    await retract(services, "5")
    await amend(services, "3", "وصلت وحدات من القوة.")
    await publish(services)
    changed = tuple(
        make_update(each.id, topic=each.topic, text=f"{each.text} وأكثر.", sources=each.sources, when=each.when)
        for each in UPDATES
    )
    await publish(services, changed)
    for reader in readers[:1]:
        [new] = await reader.say("/new")
        assert WRONG not in new.text
        assert "CSTO" not in new.text
        assert "وصلت وحدات من القوة." in new.text
        assert "جاناوزن" in new.text
    await publish(services, ())  # no article carries any of it any more
    assert [stored.update.text for stored in await list_updates(services)] == ["وصلت وحدات من القوة."]


async def test_a_correction_can_be_corrected(
    readers: tuple[Reader, ...], services: Services, mornings: Mornings
) -> None:
    first, second, _ = readers
    await first.say("/turkey")
    await amend(services, "5", RIGHT)
    [correction] = await mornings.send(minutes=1)
    [told] = await second.say("/turkey")  # knows the second version only
    assert RIGHT in told.text
    assert await amend(services, "7", "اتصل الوزير مرة واحدة.") == 2
    again = await mornings.send(minutes=1)
    assert [(call.chat_id, call.reply_to) for call in again] == [
        (1001, correction.message_id),
        (1002, told.message_id),
    ]
    assert all(f"«{RIGHT}»" in call.text and "مرة واحدة" in call.text for call in again)
    assert await mornings.send(minutes=1) == []


async def test_a_correction_that_is_corrected_before_it_is_sent_tells_the_current_text(
    readers: tuple[Reader, ...], services: Services, mornings: Mornings
) -> None:
    await readers[0].say("/turkey")
    await amend(services, "5", RIGHT)
    assert await amend(services, "7", "اتصل الوزير مرة واحدة.") == 0
    [correction] = await mornings.send(minutes=1)
    assert RIGHT not in correction.text
    assert "اتصل الوزير مرة واحدة." in correction.text
    assert await mornings.send(minutes=1) == []
    assert await retract(services, "8") == 1
    [last] = await mornings.send(minutes=1)
    assert last.reply_to == correction.message_id


async def test_corrections_that_are_refused(readers: tuple[Reader, ...], services: Services, clock: Clock) -> None:
    await retract(services, "2")
    for name, text, told in (
        ("99", None, "no update '99'"),
        ("nothing", None, "no update 'nothing'"),
        ("2", None, "or it was retracted"),
        ("resignation", "نص.", "or it was retracted"),
        ("1", "  ", "the text has 0 characters"),
        ("1", "خ" * 281, "the text has 281 characters"),
        ("1", UPDATES[0].text, "the update has this text already"),
    ):
        with pytest.raises(EditingError, match=told):
            await (retract(services, name) if text is None else amend(services, name, text))
    assert [stored.sequence for stored in await list_updates(services)] == [1, 3, 4, 5, 6]
