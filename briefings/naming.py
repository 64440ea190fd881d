"""Put a name where a reader would ask «which one?»: a surname alone, «البرلمان» right after «البرلمان الطاجيكي»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings import lexicon
from briefings.arabic import Word, fold, fold_with_offsets, split_words
from briefings.phrases import name_index
from briefings.speakers import LEAD, is_office
from briefings.story import Name, Story

_SUBJECT = 4  # words among which a subject stands
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
    bodies = lexicon.words("bodies")
    words = _subject(clause)
    index = next((index for index, word in enumerate(words) if _noun(word) in bodies), None)
    if index is None or words[index].folded in bodies or name_index(story).find(words[:index]):
        return None  # «وزارة الصحة», «رئيس كازاخستان والبرلمان»
    word, following = words[index], _ADJECTIVE.match(clause, words[index].end)
    if following and not _NATIONAL.match(fold(following[1])):
        return None  # «المجلس الأعلى», «البرلمان في العاصمة»
    return Institution(_noun(word), word.start, word.end, following[1] if following else None)


def _noun(word: Word) -> str:
    return _CLITICS.sub("", word.folded, count=1)


def find_surname(clause: str, story: Story) -> tuple[Name, int, int] | None:
    """The person whom the verb of a clause has for its subject, by one word: who, and the offsets of that word."""
    words = _subject(clause)[:3]
    if len(words) < 2 or is_office(words[0].folded):
        return None
    found = next((found for found in name_index(story).find(words) if found.first == 1), None)
    if found is None or found.last != 1 or found.value not in story.people:
        return None
    return found.value, words[1].start, words[1].end


def join_named(left: str, rest: str) -> str:
    """A text whose subject has been named: no comma between it and its preposition."""
    return left + _STRAY_COMMA.sub("", rest)


def _subject(clause: str) -> Sequence[Word]:
    """The first words of a clause behind «من جانبه،»."""
    folded = fold_with_offsets(clause)
    lead = LEAD.match(folded.text)
    begin = folded.offsets[lead.end()] if lead else 0
    return [word for word in split_words(clause) if word.start >= begin][:_SUBJECT]
