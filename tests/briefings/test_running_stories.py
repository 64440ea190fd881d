"""What is told of a running story: its sources' words in their order, the same by day as at once, each detail of news.

`make stories STORIES=FOLDER` runs these tests over other stories, too: each folder in it has ``articles.jsonl`` and
``story.toml``.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from briefings.composition.composer import Composer, compose
from briefings.dates.words import WEEKDAYS
from briefings.io.loader import read_file
from briefings.model import Article, Briefing, Tier, TopicUpdate
from briefings.story import Story, load_story
from briefings.text import fold, lexicon, split_words
from tests.briefings.samples import SAMPLES

# All that may stand in a text and not in its source: who speaks, a verb of saying, what joins it, a weekday.
_ADDED = frozenset(
    {"قال", "قالت", "ان", "الرئيس"}
    | {fold(day) for day in WEEKDAYS}
    | {fold(f"{verb}{ending}") for verb in lexicon.participles().values() if verb for ending in ("", "ت")}
)


def list_stories() -> Iterator[tuple[Story, Sequence[Article]]]:
    yield load_story("kazakhstan-2022"), SAMPLES
    folder = os.environ.get("STORIES")
    for file in sorted(Path(folder).glob("*/articles.jsonl")) if folder else ():
        story = load_story(str(file.with_name("story.toml")))
        yield story, read_file(file.read_bytes(), file.name, zone=story.zone).articles


STORIES = [pytest.param(*each, id=each[0].name) for each in list_stories()]


def list_words(text: str) -> list[str]:
    """The folded words of a text, without the marks of other media; «عبدالله» is two words."""
    return [word.folded for word in split_words(re.sub(r"[#_]|(?<=\bعبد)(?=ال)", " ", text))]


def is_same(told: str, source: str) -> bool:
    """Whether two words are one, but for the و or ف before that of the source."""
    return told == source or (source[0] in "وف" and told == source[1:])


def find_foreign(told: Sequence[str], source: Sequence[str]) -> list[str]:
    """The words that are not the source's in its order: those outside the longest common subsequence."""
    lengths = [[0] * (len(source) + 1) for _ in range(len(told) + 1)]
    for i, one in reversed(list(enumerate(told))):
        for j, other in reversed(list(enumerate(source))):
            lengths[i][j] = (
                lengths[i + 1][j + 1] + 1 if is_same(one, other) else max(lengths[i + 1][j], lengths[i][j + 1])
            )
    i = j = 0
    foreign = []
    while i < len(told):
        if j < len(source) and is_same(told[i], source[j]):
            i, j = i + 1, j + 1
        elif j < len(source) and lengths[i][j + 1] >= lengths[i + 1][j]:
            j += 1
        else:
            foreign.append(told[i])
            i += 1
    return foreign


def find_invented(update: TopicUpdate, story: Story) -> list[str]:
    """The words of an update that neither its nearest source nor the list of what may be added has."""
    told = list_words(update.text)
    foreign = min((find_foreign(told, list_words(span.text)) for span in update.sources), key=len)
    names = " ".join(spelling for person in story.people for spelling in person.all_spellings)
    may_be_added = {*_ADDED, *list_words(update.said_by or ""), *list_words(names)}
    named = set().union(*(list_words(span.text) for span in update.sources))
    return [word for word in foreign if word not in may_be_added | named]


@pytest.mark.parametrize(("story", "articles"), STORIES)
def test_no_text_has_a_word_that_its_sources_did_not_write(story: Story, articles: Sequence[Article]) -> None:
    updates = compose(story, articles).updates
    assert updates
    assert {update.text: words for update in updates if (words := find_invented(update, story))} == {}


@pytest.mark.parametrize(("story", "articles"), STORIES)
def test_composing_day_by_day_gives_what_composing_at_once_gives(story: Story, articles: Sequence[Article]) -> None:
    composer = Composer(story)
    in_order = sorted(articles, key=lambda article: (str(article.published_on or ""), article.id))
    for _, of_day in groupby(in_order, key=lambda article: article.published_on):
        composer.add(of_day)
    assert composer.make_briefing() == compose(story, articles)


@pytest.mark.parametrize(("story", "articles"), STORIES)
def test_each_detail_belongs_to_news_and_background_to_none(story: Story, articles: Sequence[Article]) -> None:
    briefing: Briefing = compose(story, articles)
    items = {update.id for update in briefing.updates if update.tier is Tier.NEWS and update.part_of is None}
    assert items
    for update in briefing.updates:
        assert update.part_of in items if update.tier is Tier.DETAIL else update.part_of in {None, *items}
        assert update.tier is not Tier.BACKGROUND or update.part_of is None


def test_the_check_finds_a_word_that_nobody_wrote() -> None:
    story, articles = load_story("kazakhstan-2022"), SAMPLES
    update = compose(story, articles).updates[0]
    assert find_invented(replace(update, text=f"{update.text[:-1]} بالأمس كله."), story) == ["بالامس", "كله"]
