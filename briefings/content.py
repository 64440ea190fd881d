"""The words of a clause that carry its news, as keys under which different wordings meet."""

from collections.abc import Iterable
from functools import lru_cache

from briefings.arabic import STOP_WORDS, find_lemma, fold, split_words
from briefings.model import Span
from briefings.phrases import find_known
from briefings.speakers import is_reporting
from briefings.story import Story


def find_content(text: str, story: Story) -> tuple[str, ...]:
    """Lemmas of the content words, in order; a known name is one lemma, in whatever spelling."""
    words = split_words(text)
    named: dict[int, str] = {}
    for found in find_known(text, story):
        named |= dict.fromkeys(range(found.first, found.last + 1), found.value.name)
    return tuple(
        named.get(index) or find_lemma(word.text)
        for index, word in enumerate(words)
        if index in named or _carries_news(word.folded)
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


def blank_out(text: str, start: int, spans: Iterable[Span]) -> str:
    """The text with those spans left blank; ``start`` is where it stands in the article."""
    for span in spans:
        text = text[: span.start - start] + " " * (span.end - span.start) + text[span.end - start :]
    return text
