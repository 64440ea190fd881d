"""Put a name where a reader would ask «which one?»: a surname alone, «البرلمان» right after «البرلمان الطاجيكي»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.parsing.attribution import LEAD, is_office
from briefings.story import Name, Story
from briefings.text import lexicon
from briefings.text.arabic import Word, fold, fold_with_offsets, split_words
from briefings.text.gazetteer import find_known

_OPENING = 8  # words among which a subject stands,
_SUBJECT = 4  # and those of them behind «من جانبه،»
_NATIONAL = re.compile(r"ال\w{2,}(?:ي|يه)$")  # folded: «الطاجيكي»
_ADJECTIVE = re.compile(r" ((?:ال|في )[^\s،.:«»\"]+)")
_CLITICS = re.compile(r"[وف]?(?:ال|[بك]ال|لل)(?=\w{3})")

_STRAY_COMMA = re.compile(r"^\s*،(?=\s(?:مع|على|في|من|إلى|عن)\s[^،]*$)")


@dataclass(frozen=True, slots=True)
class Institution:
    """A definite body in the subject of a clause: its noun, folded, and of which country it is, as written."""

    noun: str
    start: int  # offsets of the noun in the clause
    end: int
    nation: str | None


def find_institution(clause: str, story: Story) -> Institution | None:
    """The first body of a clause, where nothing before it says whose it is."""
    words, bodies = split_words(clause), lexicon.words("bodies")
    index = next((index for index, word in enumerate(words[:_OPENING]) if _noun(word.folded) in bodies), None)
    if index is None or words[index].folded in bodies or index >= _subject(clause, words) + _SUBJECT:
        return None  # «وزارة الصحة» has a name
    if any(found.first < index for found in find_known(clause, story)):
        return None  # «رئيس كازاخستان والبرلمان»
    word, following = words[index], _ADJECTIVE.match(clause, words[index].end)
    if following and not _NATIONAL.match(fold(following[1])):
        return None  # «المجلس الأعلى», «البرلمان في العاصمة»
    return Institution(_noun(word.folded), word.start, word.end, following[1] if following else None)


@lru_cache(maxsize=20_000)
def _noun(folded: str) -> str:
    return _CLITICS.sub("", folded, count=1)


def find_surname(clause: str, story: Story) -> tuple[Name, int, int] | None:
    """The person whom the verb of a clause has for its subject, by one word: who, and the offsets of that word."""
    first = next((found for found in find_known(clause, story) if found.value in story.people), None)
    if first is None or first.first != first.last or first.first >= _OPENING:
        return None
    words = split_words(clause)
    verb = _subject(clause, words)
    if first.first != verb + 1 or is_office(words[verb].folded):
        return None
    return first.value, words[first.first].start, words[first.first].end


def join_named(left: str, rest: str) -> str:
    """A text whose subject has been named: no comma between it and its preposition."""
    return left + _STRAY_COMMA.sub("", rest)


def _subject(clause: str, words: Sequence[Word]) -> int:
    """The first word of a clause behind «من جانبه،»."""
    folded = fold_with_offsets(clause)
    lead = LEAD.match(folded.text)
    begin = folded.offsets[lead.end()] if lead else 0
    return sum(word.start < begin for word in words[:_OPENING])
