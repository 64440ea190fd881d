"""Spell the people of a story one way in all that is told. The quotes behind it keep their sources' spelling."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from briefings.story import Name, Story
from briefings.text import ParsedText, Word, find_known, fold

_ALIKE = 0.7  # of their letters: two spellings of one name, and not a name and a part of it


def spell_names(text: str, story: Story) -> str:
    """Write each person whom a text names as the story file does: «توقاييف» becomes «توكاييف».

    A name becomes the first spelling of the file that is alike: no name grows longer, and what is glued to it stays.
    Quotations are other people's words: nothing in them is changed.
    """
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


def _choose_spelling(name: Name, written: Sequence[Word]) -> str | None:
    """Return the file's spelling of a name that is written otherwise, with what is glued to the name before it."""
    folded = " ".join(word.folded for word in written)
    for spelling in name.all_spellings:
        if folded.endswith(fold(spelling)):
            glued = written[0].text[: len(folded) - len(fold(spelling))]
            letters = fold(spelling).replace(" ", "")
            for ours in name.all_spellings:
                if ours == spelling:
                    return None
                if SequenceMatcher(None, letters, fold(ours).replace(" ", "")).ratio() >= _ALIKE:
                    return f"{glued}{ours}"
    return None
