"""The words of a clause that carry its news, as keys under which different wordings meet."""

from collections.abc import Sequence
from functools import lru_cache

from briefings.parsing.attribution import is_reporting
from briefings.story import Story
from briefings.text.arabic import STOP_WORDS, find_lemma, fold, split_words, words_outside
from briefings.text.gazetteer import find_known


def find_content(text: str, story: Story, taken: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Lemmas of the content words, in order; a known name is one lemma, in whatever spelling.

    :param taken: stretches of the text whose words are left out.
    """
    words = split_words(text)
    named: dict[int, str] = {}
    for found in find_known(text, story):
        named |= {word.start: found.value.name for word in words[found.first : found.last + 1]}
    keys = [named.get(word.start) or _find_key(word.text, word.folded) for word in words_outside(text, taken)]
    return tuple([key for key in keys if key])


@lru_cache(maxsize=100_000)
def _find_key(word: str, folded: str) -> str | None:
    """The lemma of a word; None where it carries no news."""
    bare = folded.removeprefix("و") if len(folded) > 2 else folded
    if len(bare) < 2 or bare.isdigit() or {bare, folded} & STOP_WORDS or is_reporting(bare):
        return None
    return find_lemma(word)


def find_plain_name(who: str, story: Story) -> str:
    """A speaker without the story's own country: «الحكومة الكازاخية» is «الحكومة» to those who write from there."""
    words = split_words(who)
    home = [found for found in find_known(who, story) if found.value.name == story.title]
    hidden = {index for found in home for index in range(found.first, found.last + 1)}
    return " ".join(word.folded for index, word in enumerate(words) if index not in hidden) or fold(who)
