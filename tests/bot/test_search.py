"""Finding updates by words: /search, «بحث …», and what no command is named by."""

import pytest

from bot.search import find_updates
from bot.services import Services
from tests.bot.fakes import Call, Reader
from tests.bot.golden_files import check_golden
from tests.bot.news import publish
from tests.bot.test_messages import STORED, STORY


def only(calls: list[Call]) -> Call:
    [call] = [call for call in calls if call.method == "sendMessage"]
    return call


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("جاناوزن", ["outbreak"]),
        ("استقالة الحكومة", ["resignation"]),  # another form of the word
        ("ألما آتا", ["troops"]),  # another spelling of the name
        ("الغاز والطوارئ", ["resignation", "outbreak"]),  # half of the words each, the weightier first
        ("الزلزال", []),
        ("جاناوزن زلزال بركان", []),
        ("من في على", []),
        ("", []),
        ("<b>", []),
    ],
)
def test_updates_are_found_by_what_their_words_mean(query: str, found: list[str]) -> None:
    assert [stored.update.id for stored in find_updates(STORED, query, STORY)] == found


async def test_what_was_found_is_seen(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await publish(services)
    check_golden("search", only(await reader.say("/search الحكومة")).text)
    assert "استقالت الحكومة" not in only(await reader.say("/new")).text


async def test_words_do_the_same_and_other_words_are_looked_for(reader: Reader, services: Services) -> None:
    await publish(services)
    for words in ("بحث عن جاناوزن", "جاناوزن"):
        assert "سكان جاناوزن" in only(await reader.say(words)).text


async def test_nothing_found_is_said_and_a_question_is_asked_back(reader: Reader, services: Services) -> None:
    await publish(services)
    check_golden("search-nothing", only(await reader.say("/search <b>زلزال</b> \u202eabc")).text)
    assert only(await reader.say("زلزال")).buttons
    check_golden("search-what", only(await reader.say("/search")).text)


async def test_a_long_query_is_echoed_in_part(reader: Reader, services: Services) -> None:
    await publish(services)
    assert len(only(await reader.say("/search " + "زلزال " * 600)).text) < 200
