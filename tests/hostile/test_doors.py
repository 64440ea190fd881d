"""Whatever comes in at a door, it is read or refused in one line: ``make fuzz`` tries for longer."""

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.input.commands import find_command, list_commands, suggest_commands
from bot.input.parsing import parse_calendar, parse_days, parse_quiet, parse_time
from bot.search.tokens import read_query
from briefings.composition.composer import compose
from briefings.dates import Anchor, Register, find_dates
from briefings.io.contents import ReadingError
from briefings.io.loader import read_file
from briefings.story import StoryError, load_story
from briefings.text.document import ParsedText
from tests.briefings.stories import HARBOUR

STORY = load_story("kazakhstan-2022")
FUZZ = settings(max_examples=int(os.environ.get("FUZZ", "60")), deadline=None, suppress_health_check=list(HealthCheck))
WORDS = (
    "قال وقال وأضاف أن إن الرئيس توكاييف وزارة الداخلية كازاخستان ألماتي مقتل إصابة 26 شخصا محتجا مئة ألف أمس اليوم "
    'الخميس الماضي يناير 5 2022 مشيرا إلى فيما كما لم لن « » " ( ) . ، : ؟ ! … - / % ـ َ رغد غد قوات سحب وكالة نقلا عن '
    "\u200f \u202e \u200b 😀 https://example.org/a د. م. \n \r\n \t \u2028 ² ١٢ 12,345 9999999999999999"
).split(" ")
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join)
HEADERS = st.sampled_from(
    ["", "outlet: X\n\n", "published: 2022-01-06\n\n", "published: 0001-01-01T00:00+14:00\n\n", "title:\n\n"]
)


def check(data: bytes, name: str) -> None:
    """Read a file and compose what is in it: every fault is one line, and no mistake of ours sets an article aside."""
    try:
        contents = read_file(data, name, zone="Asia/Almaty")
    except ReadingError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        return
    assert not [bad for bad in contents.bad_lines if "\n" in str(bad)]
    briefing = compose(STORY, [replace(article, included=True) for article in contents.articles])
    assert not [reason for reason in briefing.set_aside.values() if reason.startswith("cannot be read")]
    for update in briefing.updates:
        assert 0 < len(update.text) <= 280


@FUZZ
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.jsonl", "a.html", "a.xml", "a.json"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    check(data, name)


@FUZZ
@given(HEADERS, TEXTS)
def test_any_text_is_composed_or_set_aside(header: str, text: str) -> None:
    check(f"{header}{text}".encode("utf-8", "surrogatepass"), "a.txt")


@FUZZ
@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": TEXTS}, optional={key: TEXTS | st.none() | st.integers() for key in ("outlet", "date", "url")}
        ),
        max_size=4,
    )
)
def test_any_lines_are_composed_or_named(records: list[dict[str, object]]) -> None:
    check("\n".join(map(json.dumps, records)).encode(), "a.jsonl")


@FUZZ
@given(st.data())
def test_a_story_file_with_a_piece_changed_is_loaded_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(HARBOUR)))
    end = data.draw(st.integers(start, min(len(HARBOUR), start + 40)))
    text = HARBOUR[:start] + data.draw(st.text(max_size=30)) + HARBOUR[end:]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "story.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            load_story(str(path))
        except StoryError as error:
            assert str(error)  # noqa: PT017 - either outcome is right


@FUZZ
@given(TEXTS, st.sampled_from(Register), st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_dates_are_read(text: str, register: Register, day: date | None) -> None:
    for mention in find_dates(ParsedText(text), "a", 0, Anchor(day), register):
        assert mention.when.start
    parse_calendar(text, date(2022, 1, 7))


@FUZZ
@given(TEXTS)
def test_any_message_is_a_query_a_command_or_a_setting(text: str) -> None:
    read_query(text, STORY)
    find_command(text, list_commands(STORY))
    suggest_commands(text, STORY)
    for parse in (parse_time, parse_quiet, parse_days):
        parse(text)
