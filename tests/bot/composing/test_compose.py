"""A story that is held between two compositions is told as one that is composed anew."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.composing.compose import Composing
from briefings.composition.composer import compose
from briefings.extraction.analyse import read_here
from briefings.extraction.extract import Extract
from briefings.model import Article
from briefings.story import Story, load_story
from tests.briefings.generated import articles
from tests.briefings.samples import SAMPLES

STORY = load_story("kazakhstan-2022")


class Reader:
    """The plain engine, and the articles that it read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
        self.read += [article.id for article in articles]
        return read_here(story, articles)


@settings(max_examples=25, deadline=None)
@given(articles(), st.data())
def test_whatever_was_composed_before(given: list[Article], data: st.DataObject) -> None:
    composing = Composing(read_here)
    for _ in range(4):
        chosen = data.draw(st.lists(st.sampled_from(given), unique=True, max_size=len(given)))
        included = [replace(article, included=data.draw(st.booleans())) for article in chosen]
        assert composing(STORY, included).briefing == compose(STORY, included)


def test_only_what_is_new_is_read_and_only_that_is_to_be_kept() -> None:
    reader = Reader()
    composing = Composing(reader)
    composing(STORY, SAMPLES[:-1])
    reader.read.clear()
    composed = composing(STORY, SAMPLES)
    assert reader.read == [SAMPLES[-1].id]
    assert {each.article for each in composed.read} == {SAMPLES[-1].id}
    assert composed.briefing == compose(STORY, SAMPLES)


def test_another_story_or_an_article_less_begins_anew() -> None:
    composing = Composing(read_here)
    other = STORY.model_copy(update={"title": "أخرى"})
    assert composing(STORY, SAMPLES).briefing == compose(STORY, SAMPLES)
    assert composing(other, SAMPLES).briefing == compose(other, SAMPLES)
    assert composing(other, SAMPLES[1:]).briefing == compose(other, SAMPLES[1:])


def test_a_large_story_is_not_held() -> None:
    reader = Reader()
    composing = Composing(reader, most_held=len(SAMPLES) - 1)
    composing(STORY, SAMPLES)
    reader.read.clear()
    composing(STORY, SAMPLES)
    assert set(reader.read) == {article.id for article in SAMPLES}
