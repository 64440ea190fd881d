"""What is told to whom: what carries on a count that this reader saw, corrections to those who saw the mistake."""

from collections.abc import AsyncIterator

import pytest

from bot.preview.stage import SAMPLES
from tests.conversations.play import Play, Somebody, on, open_play

FIRST, SECOND = "26 محتجا", "مقتل 164 شخصا"
RESIGNED = "استقالة الحكومة"


@pytest.fixture
async def eighth(sqlite_url: str) -> AsyncIterator[Play]:
    """The evening before the second count of the dead."""
    async with open_play(sqlite_url, SAMPLES, on(8, 20)) as play:
        yield play


async def read_all(reader: Somebody) -> None:
    """Ask for what is new until there is no more."""
    await reader.say("/start")
    while "لا جديد" not in (await reader.say("/new")).text:
        pass


async def test_an_update_carries_on_a_count_that_this_reader_saw(eighth: Play) -> None:
    salma, yusuf = eighth.salma, eighth.yusuf
    await read_all(salma)
    assert salma.sees(FIRST)
    for _ in range(2):
        digests = await eighth.move("morning")
    told = next(text for text in digests.at(salma.chat) if SECOND in text)
    assert "تحديث لما قرأت:" in told
    assert FIRST in told.partition("تحديث لما قرأت:")[2]

    # A reader who has not seen the first count is told that there was one, and not that they read it.
    found = (await yusuf.say("بحث 164")).text
    assert SECOND in found
    assert FIRST in found.partition("قبل ذلك:")[2]
    assert "تحديث لما قرأت" not in found


async def test_a_retraction_reaches_those_who_saw_it_as_a_reply_to_the_message(database_url: str) -> None:
    async with open_play(database_url) as play:
        salma, yusuf, editor = play.salma, play.yusuf, play.editor
        greeting = await salma.say("/start")
        assert RESIGNED in greeting.text
        asked = await editor.say("/retract 2")
        assert RESIGNED in asked.text
        assert "هل تؤكد؟" in asked.text
        assert not (await play.tick()).sent  # not confirmed as yet
        done = await editor.press("نعم، اسحبه")
        assert "سُحب الخبر 2" in done.edit
        assert "قارئ واحد" in done.edit

        told = await play.tick()
        correction = told.text
        assert correction.startswith("تصحيح")
        assert "ذكرنا في 6 يناير" in correction
        assert RESIGNED in correction
        assert "فسحبناه" in correction
        assert told.last.reply_to == greeting.last.id
        assert not (await play.tick()).sent

        assert RESIGNED not in (await yusuf.say("/start")).text
        assert RESIGNED not in (await yusuf.say("/timeline")).text
        assert "لم أجد خبرًا" in (await yusuf.say("بحث استقالة")).text
        # What pointed to it leads nowhere, in words.
        assert "سُحبت هذه الأخبار" in (await yusuf.say("/start q_2")).text
        assert "لم أجد ما يشير إليه الرابط" in (await yusuf.say("/start u_2")).text
        assert "لا خبر قائمًا بهذا الرقم" in (await editor.say("/retract 2")).text


async def test_an_amendment_says_what_is_right(play: Play) -> None:
    salma, editor = play.salma, play.editor
    greeting = await salma.say("/start")
    asked = await editor.say("تعديل 2 قبل الرئيس توكاييف استقالة الحكومة في 5 يناير.")
    assert "تعديل الخبر 2" in asked.text
    assert "النص الجديد:" in asked.text
    assert "عُدّل الخبر 2" in (await editor.press("نعم، عدّله")).edit
    told = await play.tick()
    assert told.text.startswith("تصحيح")
    assert "والصحيح:" in told.text
    assert "قبل الرئيس توكاييف استقالة الحكومة في 5 يناير." in told.text
    assert told.last.reply_to == greeting.last.id
    assert "الطوارئ" not in (await salma.say("/timeline")).text

    # What pointed to the old text leads to the new one, also once that has been amended in its turn.
    await editor.say("تعديل 3 قبل الرئيس استقالة الحكومة كلها.")
    await editor.press("نعم، عدّله")
    right = "قبل الرئيس استقالة الحكومة كلها."
    assert right in (await salma.say("/start u_2")).text
    assert right in (await salma.forge("q:2", under=greeting.last)).text
    assert right in str((await salma.type("u_2"))[1].results)
    assert right in (await play.tick()).text


async def test_a_correction_waits_for_the_end_of_a_pause(play: Play) -> None:
    salma, editor = play.salma, play.editor
    await salma.say("/start")
    await salma.say("/pause 1")
    await editor.say("سحب 2")
    await editor.press("نعم، اسحبه")
    assert not (await play.tick()).sent
    await salma.say("/start")
    later = await play.move("hour")
    assert [text[:5] for text in later.at(salma.chat)] == ["تصحيح"]
