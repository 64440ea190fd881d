"""Which threads of a story a clause belongs to, by the story's vocabulary and the people in it."""

import re
from functools import lru_cache

from briefings.parsing.roles import outlet_index
from briefings.story import Story
from briefings.text.arabic import fold_with_offsets, split_words
from briefings.text.gazetteer import PhraseIndex, find_known

# What comes after these explains the news, it is not the news.
_SUBORDINATE = re.compile(r"(?<!\w)(?:بسبب|اثر|علي خلفيه|جراء|في ضوء|بعد|عقب|احتجاجا علي|التي|الذي|الذين)(?!\w)")
_OPENING = 4  # the main part is at least a quarter of the clause


@lru_cache(maxsize=16)
def _vocabulary(story: Story) -> PhraseIndex[tuple[str, ...]]:
    """Each phrase with the topics it speaks for; outlets speak for none, but hide what is in their names."""
    topics: dict[str, tuple[str, ...]] = {}
    for topic in story.topics:
        for phrase in topic.vocabulary:
            topics[phrase] = (*topics.get(phrase, ()), topic.key)
    outlets = ((spelling, ()) for outlet in story.outlets for spelling in (outlet.name, *outlet.spellings))
    return PhraseIndex([*topics.items(), *outlets])


@lru_cache(maxsize=4_000)
def find_topics(clause: str, story: Story) -> tuple[str, ...]:
    """The topics of a clause, the weightiest first; empty where nothing in it speaks for one.

    What the main part speaks for goes before what a subordinate part does: «أكد البرلمان التركي تضامنه إثر الاحتجاجات»
    is about Turkey. Within a part, a phrase of several words weighs two, a word or a person one; ties go to the
    story's order.
    """
    words = split_words(clause)
    main = dict.fromkeys((topic.key for topic in story.topics), 0)
    rest = dict(main)
    border = _main_part(clause)
    for found in _vocabulary(story).find(words):
        part = main if words[found.first].start < border else rest
        for key in found.value:
            part[key] += min(2, found.last - found.first + 1)
    for named in find_known(clause, story):
        for key in named.value.topics:
            rest[key] += 1
    order = list(main)
    return tuple(
        sorted(
            (key for key in order if main[key] or rest[key]),
            key=lambda key: (-main[key], -rest[key], order.index(key)),
        )
    )


def _main_part(clause: str) -> int:
    """Where the first subordinate part begins."""
    folded = fold_with_offsets(clause)
    for match in _SUBORDINATE.finditer(folded.text):
        if match.start() > len(folded.text) // _OPENING:
            return folded.offsets[match.start()]
    return len(clause)


def count_vocabulary(clause: str, story: Story) -> int:
    """How many different things of the story's vocabulary a clause speaks of."""
    words = split_words(clause)
    found = (found for found in _vocabulary(story).find(words) if found.value)
    return len({tuple(word.folded for word in words[phrase.first : phrase.last + 1]) for phrase in found})


def find_names(clause: str, story: Story) -> frozenset[str]:
    """The story's people, bodies and places that a clause names, without the outlets' names."""
    words = split_words(clause)
    hidden = {index for found in outlet_index(story).find(words) for index in range(found.first, found.last + 1)}
    return frozenset(found.value.name for found in find_known(clause, story) if found.first not in hidden)
