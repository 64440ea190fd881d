"""The content words of a story's title, in whatever form an article has them. Pure."""

from functools import lru_cache

from briefings.parsing.content_words import find_content
from briefings.story import Story
from briefings.text import ParsedText, find_known

_STEM = 4  # letters: a longer word may have an ending, too: «الأردن» is in «الأردنيون»
_ENDING = 3


@lru_cache(maxsize=64)
def list_title_words(story: Story) -> tuple[str, ...]:
    """Return the lemmas of the content words of the story's title, each once."""
    return tuple(dict.fromkeys(find_content(ParsedText(story.title), story)))


def find_title_words(text: ParsedText, story: Story) -> frozenset[str]:
    """Find which words of the story's title a text has, also inside of names: «وزارة الداخلية في كازاخستان»."""
    words = frozenset(find_content(text, story))
    named = {word.folded for name in find_known(text, story) for word in text.words[name.first : name.last + 1]}
    return frozenset(of for of in list_title_words(story) if of in named or any(_is_form(word, of) for word in words))


def _is_form(word: str, of: str) -> bool:
    return word == of or (len(of) >= _STEM and word.startswith(of) and len(word) - len(of) <= _ENDING)
