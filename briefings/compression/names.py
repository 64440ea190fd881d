"""Spell the people of a story one way in all that is told. The quotes behind it keep their sources' spelling."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from briefings.story import Name, Story
from briefings.text import ParsedText, Word, find_known, fold

_ALIKE = 0.7  # of their letters: two spellings of one name
_LONGER = 2  # letters: what is longer is the name with another part of it
_GLUED_ABD = re.compile(r"(?<!\w)([وفبلك]?عبد)(ال\w\w)")  # the one name that outlets write with a space and without


def spell_names(text: str, story: Story) -> str:
    """Write each person whom a text names as the story file does: «توقاييف» becomes «توكاييف».

    A name becomes the first spelling of the file that is alike and as long, and what is glued to it stays. Whoever is
    called «عبدالله» becomes «عبد الله». Quotations are other people's words: nothing in them is changed.
    """
    text = _part_abd(text)
    parsed = ParsedText(text)
    pieces: list[str] = []
    done = 0
    for found in find_known(parsed, story):
        written = parsed.words[found.first : found.last + 1]
        ours = _choose_spelling(found.value, written) if found.value in story.people else None
        if ours and not parsed.is_quoted(written[0].start):
            pieces += [text[done : written[0].start], ours]
            done = written[-1].end
    return "".join((*pieces, text[done:]))


def _part_abd(text: str) -> str:
    parsed = ParsedText(text)
    return _GLUED_ABD.sub(lambda name: name[0] if parsed.is_quoted(name.start()) else f"{name[1]} {name[2]}", text)


def _choose_spelling(name: Name, written: Sequence[Word]) -> str | None:
    """Return the file's spelling of a name that is written otherwise, with what is glued to the name before it.

    :return: None if the name is written as the file has it first, or if the file does not have the name as written.
    """
    folded = " ".join(word.folded for word in written)
    known = [each for each in name.all_spellings if _is_written(each, folded, len(written))]
    if not known:
        return None
    glued = written[0].text[: len(folded) - len(fold(known[0]))]
    ours = next(each for each in name.all_spellings if each == known[0] or _are_alike(each, known[0]))
    return None if ours == known[0] else f"{glued}{ours}"


def _is_written(spelling: str, folded: str, words: int) -> bool:
    return folded.endswith(fold(spelling)) and len(spelling.split()) == words


def _are_alike(ours: str, spelling: str) -> bool:
    one, other = (fold(each).replace(" ", "") for each in (ours, spelling))
    return abs(len(one) - len(other)) <= _LONGER and SequenceMatcher(None, one, other).ratio() >= _ALIKE
