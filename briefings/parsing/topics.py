"""Which threads of a story a clause belongs to, by the story's vocabulary and the people in it."""

import re
from functools import lru_cache

from briefings.story import Story
from briefings.text import Found, ParsedText, PhraseIndex, find_known, once, outlet_index

# What comes after these explains the news, it is not the news.
_SUBORDINATE = re.compile(r"(?<!\w)(?:بسبب|اثر|علي خلفيه|جراء|في ضوء|بعد|عقب|احتجاجا علي|التي|الذي|الذين)(?!\w)")
_OPENING = 4  # the main part is at least a quarter of the clause


@lru_cache(maxsize=16)
def _vocabulary(story: Story) -> PhraseIndex[tuple[str, ...]]:
    """Index each phrase with the topics it speaks for. Outlets speak for none, but hide what is in their names."""
    topics: dict[str, tuple[str, ...]] = {}
    for topic in story.topics:
        for phrase in topic.vocabulary:
            topics[phrase] = (*topics.get(phrase, ()), topic.key)
    outlets = ((spelling, ()) for outlet in story.outlets for spelling in (outlet.name, *outlet.spellings))
    return PhraseIndex([*topics.items(), *outlets])


@once
def _find_vocabulary(text: ParsedText, story: Story) -> list[Found[tuple[str, ...]]]:
    """Find the phrases of the story's vocabulary in a text."""
    return _vocabulary(story).find(text.words)


@once
def find_topics(clause: ParsedText, story: Story) -> tuple[str, ...]:
    """Find the topics of a clause, the weightiest first; empty if nothing in it speaks for one.

    What the main part speaks for goes before what a subordinate part does: «أكد البرلمان التركي تضامنه إثر الاحتجاجات»
    is about Turkey. Within a part, a phrase of several words weighs two, a word or a person one; ties go to the
    story's order.
    """
    main = dict.fromkeys((topic.key for topic in story.topics), 0)
    rest = dict(main)
    found = _find_vocabulary(clause, story)
    border = _main_part(clause) if found else 0
    for phrase in found:
        part = main if clause.words[phrase.first].start < border else rest
        for key in phrase.value:
            part[key] += min(2, phrase.last - phrase.first + 1)
    for named in find_known(clause, story):
        for key in named.value.topics:
            rest[key] += 1
    order = {key: place for place, key in enumerate(main)}
    return tuple(
        sorted(
            (key for key in order if main[key] or rest[key]),
            key=lambda key: (-main[key], -rest[key], order[key]),
        )
    )


def _main_part(clause: ParsedText) -> int:
    """Return where the first subordinate part begins."""
    for match in _SUBORDINATE.finditer(clause.folded):
        if match.start() > len(clause.folded) // _OPENING:
            return clause.offsets[match.start()]
    return len(clause.raw)


def count_vocabulary(clause: ParsedText, story: Story) -> int:
    """Count how many different things of the story's vocabulary a clause speaks of."""
    found = (found for found in _find_vocabulary(clause, story) if found.value)
    return len({tuple(word.folded for word in clause.words[phrase.first : phrase.last + 1]) for phrase in found})


def find_names(clause: ParsedText, story: Story) -> frozenset[str]:
    """Find the story's people, bodies and places that a clause names, without those in the outlets' names."""
    known = find_known(clause, story)
    if not known:
        return frozenset()
    outlets = outlet_index(story).find(clause.words)
    hidden = {index for found in outlets for index in range(found.first, found.last + 1)}
    return frozenset(found.value.name for found in known if found.first not in hidden)
