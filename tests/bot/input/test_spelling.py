"""Near words are those that difflib finds, in a fraction of its time; nothing that a reader writes takes long."""

import time
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from random import Random

import pytest

from bot.input.commands import find_command, fold_phrase, list_commands, suggest_commands
from bot.input.parsing import find_zone, parse_calendar, parse_days, parse_quiet, parse_time, suggest_zones
from bot.input.spelling import LONGEST, cut, find_near
from bot.search.tokens import read_query
from briefings.story import load_story

STORY = load_story("kazakhstan-2022")
COMMANDS = list_commands(STORY)
SPELLINGS = sorted({fold_phrase(word) for command in COMMANDS for word in (*command.words, command.name)})


def test_near_words_are_those_of_difflib() -> None:
    random = Random(2022)
    for _ in range(500):
        letters = list(random.choice(SPELLINGS))
        for _ in range(random.randint(0, 2)):
            letters[random.randrange(len(letters))] = random.choice("ابتثجحخدذرزسش ")
        word = "".join(letters)
        assert set(find_near(word, SPELLINGS)) == set(get_close_matches(word, SPELLINGS, n=3, cutoff=0.7))
    assert find_near("", SPELLINGS) == find_near("ا" * 4096, SPELLINGS) == []


LONG = {
    "prose": "وقال الرئيس توكاييف إن الحكومة تدرس مطالب المحتجين في مدينة ألماتي يوم الأربعاء 5 يناير. " * 60,
    "one letter": "و" * 4096,
    "one word": "الجديد " * 700,
    "near words": "الجديذ تركيه احتجاحات " * 200,
    "digits": "1234567890 " * 400,
    "dates": "يوم الأربعاء 5 يناير 2022 " * 160,
    "stops": ". " * 2048,
    "numbers": "مئة و " * 700,
    "latin": "The quick brown fox " * 220,
    "emoji": "😀" * 2048,
    "marks": "\u064b\u200f\u0640" * 1365,
}


def time_of(work: Callable[[], object]) -> float:
    """Return the seconds of the quickest of some calls: other processes use the machine, too."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


READINGS: dict[str, Callable[[str], object]] = {
    "command": lambda text: find_command(text, COMMANDS),
    "suggestion": lambda text: suggest_commands(text, STORY),
    "query": lambda text: read_query(text, STORY),
    "calendar": lambda text: parse_calendar(text, date(2022, 1, 12)),
    "zone": lambda text: (find_zone(text), suggest_zones(text)),
    "pause": parse_days,
    "hour": parse_time,
    "quiet": parse_quiet,
}


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("reading", READINGS)
def test_no_message_takes_longer_than_others_can_wait(reading: str, kind: str) -> None:
    text = LONG[kind][:4096]
    read = READINGS[reading]
    read(text)
    assert time_of(lambda: read(text)) < 0.02  # some 2 ms; a machine that does other things beside is slower


def test_what_is_read_of_a_message_is_its_beginning() -> None:
    assert len(cut("خبر " * 2000)) == LONGEST
    found = find_command("بحث عن " + "تركيا " * 800, COMMANDS)
    assert found
    assert found[0].name == "search"
    assert find_command("الجديد" + " " * 300 + "تركيا", COMMANDS) is None


@pytest.mark.parametrize("text", ["-5", "- 5", "−٥", "–3 أيام", "5-"])
def test_a_negative_number_of_days_is_none(text: str) -> None:
    assert (parse_days(text) is None) == (text != "5-")
