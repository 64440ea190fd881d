"""Who waits for whom: presses are answered first, taps do not pile up, slow work is seen, a flood slows only itself."""

import asyncio
import time
from collections.abc import Callable

from bot.preview.protocol.faults import Faults
from bot.preview.state.groups import add_group
from tests.conversations.play import Event, Play, find_button, on, open_play, words_of

ONE_AT_A_TIME = "مهلًا"


async def test_every_press_is_answered_before_the_work(play: Play) -> None:
    salma = play.salma
    await salma.say("/start")
    await salma.say("/timeline")
    for label in ("المصادر", "اختر يومًا", "5 يناير", "صورة", "ملف للطباعة"):
        heard = await salma.press(label)
        assert heard.kinds[0] == "answer", label
        assert len(heard.kinds) > 1, label
        assert heard.kinds.count("answer") == 1
    await salma.say("/settings")
    for label in ("المواضيع", "رجوع", "ساعة الموجز", "09:00"):
        assert (await salma.press(label)).kinds == ["answer", "edit"], label


async def test_repeated_taps_of_a_button_do_not_pile_up(play: Play) -> None:
    salma, clock = play.salma, play.stage.replay.clock
    await salma.say("/start")
    timeline = await salma.say("/timeline")
    place = find_button(salma.chat, "المصادر", timeline.last)
    with play.hearing() as heard:
        for _ in range(5):
            play.world.press(salma.id, *place)
        await play.settle()
    assert heard.kinds.count("answer") == 5
    assert len(heard.sent) == 1
    # Pictures and files likewise.
    for label in ("صورة", "ملف للطباعة"):
        taps = [await salma.press(label, under=timeline.last) for _ in range(3)]
        assert [len(tap.sent) for tap in taps] == [1, 0, 0], label
    # Another button, another message, another person, or some minutes later: that is asked anew.
    again = await salma.say("/timeline")
    assert len((await salma.press("المصادر", under=again.last)).sent) == 1
    clock.move_to(on(6, 10))
    assert len((await salma.press("المصادر", under=timeline.last)).sent) == 1
    # A press that changes nothing is answered, and is no failure.
    await salma.say("/settings")
    await salma.press("ساعة الموجز")
    for _ in range(3):
        assert (await salma.press("08:00")).kinds == ["answer"]


async def test_slow_work_shows_that_the_bot_is_at_it(late: Play) -> None:
    salma, editor = late.salma, late.editor
    await salma.say("/timeline")
    assert [event.words for event in (await salma.press("صورة")).events if event.kind == "action"] == ["upload_photo"]
    paper = await salma.say("/briefing")
    assert [event.words for event in paper.events if event.kind == "action"] == ["upload_document"]
    given = await editor.give(
        "مقال.txt", "outlet: ناشر\npublished: 2022-01-13\n\nقتل شرطي في ألماتي يوم 12 يناير 2022."
    )
    assert given.kinds == ["action", "message"]
    assert (await editor.press("نعم، أدخله")).kinds == ["answer", "action", "edit"]


def message_to(chat_id: int, words: str = "") -> Callable[[Event], bool]:
    """A message to somebody."""
    return lambda event: event.kind == "message" and event.chat_id == chat_id and words in event.words


async def test_one_who_floods_delays_nobody_else(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    await salma.say("/start")
    await yusuf.say("/start")
    # Every message takes Telegram a tenth of a second: all of the flood would take half a minute.
    play.world.accidents.set(Faults(latency=0.1))
    with play.hearing() as heard:
        for number in range(300):
            play.world.say(salma.id, f"بحث كلمة{number}")
        play.world.say(yusuf.id, "/timeline")
        started = time.perf_counter()
        await heard.until(message_to(yusuf.id))
        assert time.perf_counter() - started < 5
        await play.settle()
    told = heard.at(salma.chat)
    assert 8 <= len(told) < 40
    assert sum(ONE_AT_A_TIME in text for text in told) >= 1
    assert sum(text.startswith("بحث عن") or "لم أفهم" in text for text in told) >= 8  # what was asked first is answered
    assert len(heard.at(yusuf.chat)) == 1
    play.world.accidents.set(Faults())
    assert "بحث عن «توكاييف»" in (await salma.say("بحث توكاييف")).text  # and later all is well


async def test_presses_of_one_who_floods_are_dropped_and_said_so(play: Play) -> None:
    salma, yusuf = play.salma, play.yusuf
    group = add_group(play.world, "مجموعة", by=salma.id)
    await salma.say("/start")
    await salma.say("/settings")
    place = find_button(salma.chat, "المواضيع")
    play.world.accidents.set(Faults(latency=0.05, methods="edit"))
    with play.hearing() as heard:
        for _ in range(200):
            play.world.press(salma.id, *place)
        play.world.say(group.id, "/timeline", by=yusuf.id)
        started = time.perf_counter()
        await heard.until(message_to(group.id))
        assert time.perf_counter() - started < 5
        await play.settle()
    assert len(heard.edited) <= 20
    assert any(ONE_AT_A_TIME in event.words for event in heard.events if event.kind == "answer")


async def test_a_reader_is_answered_while_a_digest_goes_to_all(sqlite_url: str) -> None:
    async with open_play(sqlite_url, send_rate=30) as play:
        salma = play.salma
        readers = [play.invite() for _ in range(12)]
        for reader in (salma, *readers):
            play.world.say(reader.id, "/start")
        await play.settle()
        play.world.accidents.set(Faults(latency=0.05))
        with play.hearing() as heard:
            moving = asyncio.create_task(play.stage.replay.move("morning"))
            await heard.until(lambda event: event.kind == "message")
            asked = len(heard.events)
            play.world.say(salma.id, "/figures")
            await heard.until(message_to(salma.id, "الأرقام"))
            between = len(heard.events) - asked
            await moving
        assert between <= 20
        assert len([each for each in heard.sent if "قوات حفظ السلام" in words_of(each)]) == 13


async def test_a_429_holds_an_answer_back_and_does_not_lose_it(play: Play) -> None:
    play.world.accidents.set(Faults(flooded=0.3, flood_seconds=1, seed=59))
    for asked in ("/start", "/timeline", "/figures"):
        assert len((await play.salma.say(asked)).sent) == 1
    assert play.world.accidents.counts["flooded"] == 1
