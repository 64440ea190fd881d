"""Which threads of a story a clause belongs to, by the story's vocabulary and the people in it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from briefings.arabic import Word, fold, split_words
from briefings.phrases import PhraseIndex, name_index
from briefings.roles import outlet_index
from briefings.story import Story

# What comes after these explains the news, it is not the news: it counts for less.
_SUBORDINATE = re.compile(r"(?:^|[\s،])(?:بسبب|اثر|علي خلفيه|جراء|في ضوء|بعد|عقب|احتجاجا علي|التي|الذي|الذين|مشيرا|مشددا|موكدا|لافتا|معربا)(?!\w)")
_MAIN, _REST = 3, 2  # weights, in halves of a phrase's words
_NAME = 2


@lru_cache(maxsize=16)
def _vocabulary(story: Story) -> PhraseIndex[tuple[str, ...]]:
    """Each phrase with the topics it speaks for; outlets speak for none, but hide what is in their names."""
    topics: dict[str, tuple[str, ...]] = {}
    for topic in story.topics:
        for phrase in topic.vocabulary:
            topics[phrase] = (*topics.get(phrase, ()), topic.key)
    outlets = ((spelling, ()) for outlet in story.outlets for spelling in (outlet.name, *outlet.spellings))
    return PhraseIndex([*topics.items(), *outlets])


def find_topics(clause: str, story: Story) -> tuple[str, ...]:
    """The topics of a clause, the weightiest first; empty where nothing in it speaks for one.

    A phrase weighs as many words as it has, half as much again before the first subordinate part, so that
    «أكد البرلمان التركي تضامنه … إثر الاحتجاجات» is about Turkey; ties go to the story's order.
    """
    words = split_words(clause)
    match = _SUBORDINATE.search(fold(clause))
    border = match.start() if match and match.start() > len(clause) // 4 else len(clause)
    weights = dict.fromkeys((topic.key for topic in story.topics), 0)
    for found in _vocabulary(story).find(words):
        for key in found.value:
            weights[key] += min(2, found.last - found.first + 1) * _weight(words, found.first, border)
    for named in name_index(story).find(words):
        for key in named.value.topics:
            weights[key] += _NAME
    order = [topic.key for topic in story.topics]
    return tuple(sorted((key for key in order if weights[key] > 0), key=lambda key: (-weights[key], order.index(key))))


def _weight(words: Sequence[Word], index: int, border: int) -> int:
    return _MAIN if words[index].start < border else _REST


def find_names(clause: str, story: Story) -> frozenset[str]:
    """The story's people, bodies and places that a clause names, without the outlets' names."""
    words = split_words(clause)
    hidden = {index for found in outlet_index(story).find(words) for index in range(found.first, found.last + 1)}
    return frozenset(found.value.name for found in name_index(story).find(words) if found.first not in hidden)
