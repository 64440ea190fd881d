"""Find a subject about which a reader would ask «which one?»: a surname alone, «البرلمان» after «البرلمان الطاجيكي»."""

import re
from dataclasses import dataclass

from briefings.parsing.attribution import LEAD, is_office
from briefings.story import Name, Story
from briefings.text import ParsedText, find_known, fold, lexicon

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


def find_institution(clause: ParsedText, story: Story) -> Institution | None:
    """Find the first body of a clause; None if something before the body says whose it is."""
    words, bodies = clause.words, lexicon.words("bodies")
    index = next((index for index, word in enumerate(words[:_OPENING]) if _noun(word.folded) in bodies), None)
    if index is None or words[index].folded in bodies or index >= _find_subject(clause) + _SUBJECT:
        return None  # «وزارة الصحة» has a name
    if any(found.first < index for found in find_known(clause, story)):
        return None  # «رئيس كازاخستان والبرلمان»
    word, following = words[index], _ADJECTIVE.match(clause.raw, words[index].end)
    if following and not _NATIONAL.match(fold(following[1])):
        return None  # «المجلس الأعلى», «البرلمان في العاصمة»
    return Institution(_noun(word.folded), word.start, word.end, following[1] if following else None)


def _noun(folded: str) -> str:
    return _CLITICS.sub("", folded, count=1) if "ال" in folded or "لل" in folded else folded


def find_surname(clause: ParsedText, story: Story) -> tuple[Name, int, int] | None:
    """Find the person who is the subject of a clause's verb by one word: who, and the offsets of that word."""
    first = next((found for found in find_known(clause, story) if found.value in story.people), None)
    if first is None or first.first != first.last or first.first >= _OPENING:
        return None
    words = clause.words
    verb = _find_subject(clause)
    if first.first != verb + 1 or is_office(words[verb].folded):
        return None
    return first.value, words[first.first].start, words[first.first].end


def join_named(left: str, rest: str) -> str:
    """Join a text whose subject has been named with the rest: no comma between the subject and its preposition."""
    return left + _STRAY_COMMA.sub("", rest)


def _find_subject(clause: ParsedText) -> int:
    """Return the first word of a clause behind «من جانبه،»."""
    lead = LEAD.match(clause.folded)
    return min(clause.count_words(clause.offsets[lead.end()]), _OPENING) if lead else 0
