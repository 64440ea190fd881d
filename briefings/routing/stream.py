"""Route what sources bring: one feed serves many stories, and most of its articles are about none of them. Pure.

An article is about a story if the rare words of the story's title are in it, some of them in its opening, and it speaks
of the story's vocabulary. How rare a word is, the stream itself tells: ``WordCounts`` grows with each article.
The bounds were set on 16,800 articles of five outlets, by what they let through of three stories and of the rest.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefings.model import Article
from briefings.parsing.topics import count_vocabulary, find_names
from briefings.routing.title_words import find_title_words, list_title_words
from briefings.story import Story
from briefings.text import ParsedText

_OPENING = 500  # characters of the text that count with the title
_READ = 6_000  # characters of an article by which it is routed: a list of all the news of a day is about none of it
_IN_OPENING = 0.2  # of the weight of the story's title
_IN_ARTICLE = 0.45
_SPEAKS_OF = 2  # things of the story's vocabulary

# Articles of no story, of which one has each word. The first articles of a stream tell little of how rare a word is.
_ELSEWHERE = 100
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How many articles of the stream have each word of the stories' titles."""

    articles: int = 0
    by_word: Mapping[str, int] = field(default_factory=dict)

    def weigh(self, words: Iterable[str]) -> float:
        """Return the sum of the words' inverse document frequencies."""
        return math.fsum(map(self._weigh, words))

    def _weigh(self, word: str) -> float:
        return max(_LEAST, math.log((self.articles + _ELSEWHERE) / (self.by_word.get(word, 0) + 1)))

    def count(self, routes: Iterable["Route"]) -> "WordCounts":
        """Return the counts with the articles that were routed since."""
        routes = list(routes)
        by_word = Counter(self.by_word)
        for route in routes:
            by_word.update(route.words)
        return WordCounts(self.articles + len(routes), by_word)


@dataclass(frozen=True, slots=True)
class Route:
    """Where an article goes."""

    stories: tuple[str, ...]  # names of the stories that it is about; mostly none
    words: frozenset[str]  # of all the stories' titles, that it has


def route(article: Article, stories: Iterable[Story], counts: WordCounts) -> Route:
    """Find the stories that an article is about. A story without vocabulary takes every article."""
    text = article.text[article.body_start :]
    opening, whole = ParsedText(f"{article.title or ''}. {text[:_OPENING]}"), ParsedText(text[:_READ])
    about, words = [], set[str]()
    for story in stories:
        title = list_title_words(story)
        opens_with = find_title_words(opening, story)
        has = opens_with | find_title_words(whole, story)
        words |= has
        weight = counts.weigh(title)
        if not any(topic.vocabulary for topic in story.topics) or (
            counts.weigh(opens_with) >= _IN_OPENING * weight
            and counts.weigh(has) >= _IN_ARTICLE * weight
            and count_vocabulary(whole, story) + len(find_names(whole, story)) >= _SPEAKS_OF
        ):
            about.append(story.name)
    return Route(tuple(about), frozenset(words))
