"""The words of a clause that carry its news, as keys under which different wordings meet."""

from briefings.parsing.attribution import is_reporting
from briefings.story import Story
from briefings.text import STOP_WORDS, ParsedText, find_known, find_lemma, fold, once, remember


@once
def find_content(text: ParsedText, story: Story, taken: tuple[tuple[int, int], ...] = ()) -> tuple[str, ...]:
    """Find the lemmas of the content words, in order; a known name is one lemma, in whatever spelling.

    :param taken: stretches (start, end) of the text whose words are left out.
    """
    named: dict[int, str] = {}
    for found in find_known(text, story):
        named |= {word.start: found.value.name for word in text.words[found.first : found.last + 1]}
    words = text.words_outside(taken)
    if named:
        return tuple([key for word in words if (key := named.get(word.start) or _find_key(word.text))])
    return tuple([key for word in words if (key := _find_key(word.text))])


@remember
def _find_key(word: str) -> str | None:
    """Find the lemma of a word; None if the word carries no news."""
    folded = fold(word)
    bare = folded.removeprefix("و") if len(folded) > 2 else folded
    if len(bare) < 2 or bare.isdigit() or {bare, folded} & STOP_WORDS or is_reporting(bare):
        return None
    return find_lemma(word)


def find_plain_name(who: ParsedText, story: Story) -> str:
    """Return a speaker without the story's own country: «الحكومة الكازاخية» is «الحكومة» to those who write there."""
    home = [found for found in find_known(who, story) if found.value.name == story.title]
    hidden = {index for found in home for index in range(found.first, found.last + 1)}
    return " ".join(word.folded for index, word in enumerate(who.words) if index not in hidden) or who.folded
