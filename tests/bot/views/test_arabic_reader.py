"""Who reads Arabic only meets no word of another script but names, and every line reads from the right."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

import pytest

from bot.input.commands import list_admin_commands, list_commands
from bot.rendering.message import Message
from bot.rendering.wording import WORDING
from storage.model.values import DisplayPreferences
from tests.bot.every_message import ANNOUNCED, FEEDS, HOSTILE, LEVANT, MAGHREB, QUOTED, RICH, USUAL, build_all
from tests.bot.news import ARTICLES, STORY, UPDATES

_TAG = re.compile(r"<[^>]*>")
_LATIN = re.compile("[A-Za-z]+")
_ISOLATE = re.compile("\u2068[^\u2068\u2069]*\u2069")
_REFUSAL = "can't parse entities: <b>"  # Telegram's own words, for an administrator
# What outsiders have written: names of outlets and bodies, the words of readers.
_NAMES = {
    word
    for text in (
        *(article.outlet or "" for article in ARTICLES),
        *(update.text for update in UPDATES),
        *(span.text for span in QUOTED.update.sources),
        *ANNOUNCED,
        HOSTILE,
        _REFUSAL,
        *(f"{each.url} {each.last_fault}" for each in FEEDS),
        "a?b=1&c=2 rss 404 Not Found",
    )
    for word in _LATIN.findall(text)
}
DISPLAYS = pytest.mark.parametrize(
    "display", [USUAL, RICH, LEVANT, MAGHREB], ids=["usual", "rich", "levant", "maghreb"]
)


def list_texts(message: Message) -> Iterator[str]:
    """All that is seen of a message: its text in both formats, the words on its buttons."""
    for html in filter(None, (message.text, message.rich)):
        yield unescape(_TAG.sub("", html))
    for row in message.keyboard.inline_keyboard if message.keyboard else ():
        yield from (button.text for button in row)


def find_first_strong(line: str) -> str:
    """The direction of the first letter or mark that has one; "" where none has."""
    directions = map(unicodedata.bidirectional, line)
    return next((direction for direction in directions if direction in {"L", "R", "AL"}), "")


@DISPLAYS
def test_no_word_is_of_another_script_but_names(display: DisplayPreferences) -> None:
    for name, message in build_all(display):
        for text in list_texts(message):
            assert not {*_LATIN.findall(text)} - _NAMES, name


def test_neither_are_the_menu_and_the_small_words() -> None:
    commands = [*list_commands(STORY), *list_admin_commands()]
    said = [text for each in commands for text in (each.about, each.label, each.example)]
    templates = [
        *WORDING.labels.values(),
        *(command.label for command in WORDING.commands),
        *WORDING.dates.values(),
        *WORDING.figures.values(),
    ]
    nouns = [form for forms in WORDING.nouns.values() for form in forms.values()]
    for text in (*said, *templates, *nouns, *WORDING.numbers.values()):
        assert not _LATIN.search(re.sub(r"\{\w*\}", "", text)), text


@DISPLAYS
def test_every_line_begins_on_the_right(display: DisplayPreferences) -> None:
    for name, message in build_all(display):
        for line in filter(str.strip, unescape(_TAG.sub("", message.text)).split("\n")):
            assert find_first_strong(line) in {"R", "AL"}, (name, line)


@DISPLAYS
def test_what_reads_from_the_left_stands_apart(display: DisplayPreferences) -> None:
    # With the digits that belong to it.
    for name, message in build_all(display):
        for text in list_texts(message):
            assert "L" not in {unicodedata.bidirectional(letter) for letter in _ISOLATE.sub("", text)}, (name, text)
            assert not re.search("[0-9]\u2068|\u2069[0-9]", text), (name, text)


@DISPLAYS
def test_one_mark_of_one_kind_a_line(display: DisplayPreferences) -> None:
    for name, message in build_all(display):
        lines = [*message.text.split("\n"), *re.split(r"\n|<br/>|</li>", message.rich or "")]
        assert all(line.count("<b>") <= 1 for line in lines), name
