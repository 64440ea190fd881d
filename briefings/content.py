"""The words of a clause that carry its news, as keys under which different wordings meet."""

from collections.abc import Sequence
from functools import lru_cache

from briefings.arabic import STOP_WORDS, find_lemma, fold, split_words, words_outside
from briefings.phrases import find_known
from briefings.speakers import is_reporting
from briefings.story import Story


def find_content(text: str, story: Story, taken: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """Lemmas of the content words, in order; a known name is one lemma, in whatever spelling.

    :param taken: stretches of the text whose words are left out.
    """
    words = split_words(text)
    named: dict[int, str] = {}
    for found in find_known(text, story):
        named |= {word.start: found.value.name for word in words[found.first : found.last + 1]}
    return tuple(
        named.get(word.start) or find_lemma(word.text)
        for word in words_outside(text, taken)
        if word.start in named or _carries_news(word.folded)
    )


@lru_cache(maxsize=50_000)
def _carries_news(folded: str) -> bool:
    bare = folded.removeprefix("و") if len(folded) > 2 else folded
    return len(bare) > 1 and not bare.isdigit() and not {bare, folded} & STOP_WORDS and not is_reporting(bare)


def find_plain_name(who: str, story: Story) -> str:
    """A speaker without the story's own country: «الحكومة الكازاخية» is «الحكومة» to those who write from there."""
    words = split_words(who)
    home = [found for found in find_known(who, story) if found.value.name == story.title]
    hidden = {index for found in home for index in range(found.first, found.last + 1)}
    return " ".join(word.folded for index, word in enumerate(words) if index not in hidden) or fold(who)
