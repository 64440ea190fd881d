"""Any word that a stranger may write is read, alone and with letters glued to it: a word of three letters is a name."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.input.commands import find_command, list_commands, suggest_commands
from bot.search.tokens import read_query
from briefings.dates import Anchor, Register, find_dates, words
from briefings.parsing.attribution import find_speech
from briefings.parsing.figures import find_figures
from briefings.parsing.quantities import find_numbers
from briefings.story import load_story
from briefings.text import lexicon
from briefings.text.document import ParsedText
from briefings.text.numbers import NUMBER_OPENERS
from tests.briefings.samples import SAMPLES

STORY = load_story("kazakhstan-2022")
FRIDAY = Anchor(date(2022, 1, 7))
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإىةؤئ"
GLUED = {"و", "ف", "ب", "ل"}
TIME_WORDS = sorted({
    *(word for name in (*words.MONTHS, *words.WEEKDAYS) for word in re.split(r"[ |]", name)),
    *words.DAYS_AWAY, "غد", "غدا", "الغد", "يوم", "يومين", "أيام", "أسبوع", "شهر", "عام", "سنة", "قبل", "بعد", "منذ",
    "الآن", "مساء", "آب", "ربع", "نصف", "آخر", "الماضي", "المقبل", "هذا", "رمضان", "صيف", *NUMBER_OPENERS,
})  # fmt: skip
# Names and roots of three letters, as strangers have them; «رغد» once ended an ingest.
NAMES = (
    "رغد صغد كغد سغد بغد لغد فغد وغد نغد رعد سعد فهد آبي كآب سآب مآب رآب زيد عمر منى ليل حلب باب دبي صيف خصيف".split()
)


def read_through(text: str) -> None:
    """Read a text in all the ways that an article, a search and a message are read."""
    parsed = ParsedText(text)
    for register in Register:
        find_dates(parsed, "a", 0, FRIDAY, register)
    find_figures(parsed, "a", 0, STORY)
    find_numbers(parsed)
    find_speech(parsed, STORY)
    read_query(text, STORY)


def sample_words() -> list[str]:
    texts = (*(article.text for article in SAMPLES), *NAMES, *(str(entry) for entry in lexicon.entries("offices")))
    return sorted({word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)})


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_ends_like_a_word_for_a_day_is_read(name: str) -> None:
    for text in (name, f"وصلت {name} إلى ألماتي في 5 يناير.", f"قالت {name} إن المرفأ مغلق غدا."):
        read_through(text)
        find_command(text, list_commands(STORY))
        suggest_commands(text, STORY)


def test_only_letters_that_are_glued_to_words_are_taken_off() -> None:
    for letter in LETTERS:
        tags = words.tag_words(ParsedText(f"{letter}غد")).tags
        assert ("r" in tags) == (letter in GLUED), letter


@pytest.mark.parametrize("word", TIME_WORDS)
def test_every_letter_and_pair_of_letters_before_a_word_of_time(word: str) -> None:
    """A word is one of time only behind و, ف, ب, ل and pairs of them; any other letter makes another word."""
    for letters in (*LETTERS, *map("".join, product(LETTERS, repeat=2))):
        text = ParsedText(f"{letters}{word}")
        tagged = words.tag_words(text)
        assert len(tagged.tags) == len(tagged.tokens)
        find_dates(text, "a", 0, FRIDAY, Register.EVERYDAY)
    read_through(" ".join(f"{letters}{word}" for letters in map("".join, product(LETTERS, repeat=2))))


def test_every_word_of_the_samples_with_every_letter() -> None:
    for word in sample_words():
        read_through(word)
        read_through(" ".join(f"{letter}{word}" for letter in LETTERS))


def join_letters(letters: Iterable[str]) -> str:
    return "".join(letters)


@given(
    st.lists(st.sampled_from((*LETTERS, "ـ", "َ", "\u200f")), max_size=2).map(join_letters),
    st.sampled_from((*TIME_WORDS, *NAMES)),
    st.lists(st.sampled_from((*TIME_WORDS, "5", "2022", "٪", "،")), max_size=3).map(" ".join),
)
def test_whatever_is_glued_to_a_word_messages_with_it_are_read(letters: str, word: str, behind: str) -> None:
    text = f"{letters}{word} {behind}"
    read_through(text)
    find_command(text, list_commands(STORY))
