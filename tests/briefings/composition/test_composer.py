"""A story that grows article by article is the story composed at once."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.composition.composer import Composer, compose
from briefings.model import Article, PublishedFrom, TopicUpdate
from briefings.story import load_story
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


def forget_day(article: Article) -> Article:
    """The article as it would be without a header that says its day."""
    return replace(article, published_on=None, published_at=None, published_from=PublishedFrom.UNKNOWN)


# Half of them without a day, so that one article's day hangs on others; one copied without its outlet; one replaced by
# a later version, and that by a third.
ARTICLES = (
    *(forget_day(article) if index % 2 else article for index, article in enumerate(SAMPLES)),
    replace(SAMPLES[0], id="a-copy", outlet=None),
    replace(SAMPLES[1], id="a-version", text=SAMPLES[1].text.replace("5", "6"), replaces=SAMPLES[1].id),
    replace(SAMPLES[1], id="a-third", text=SAMPLES[1].text.replace("5", "7"), replaces="a-version"),
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_batches_in_any_order_give_what_all_at_once_give(data: st.DataObject) -> None:
    order = data.draw(st.permutations(ARTICLES))
    borders = sorted(data.draw(st.sets(st.integers(1, len(order) - 1), max_size=6)))
    composer = Composer(STORY)
    for start, end in zip([0, *borders], [*borders, len(order)], strict=True):
        composer.add(order[start:end])
    assert composer.make_briefing() == compose(STORY, ARTICLES)


@settings(max_examples=25, deadline=None)
@given(st.permutations(ARTICLES))
def test_what_changed_leads_from_the_updates_before_to_those_after(order: list[Article]) -> None:
    composer = Composer(STORY)
    followed: dict[str, TopicUpdate] = {}
    for article in order:
        change = composer.add([article])
        assert not {update.id for update in change.updates} & set(change.gone)
        followed |= {update.id: update for update in change.updates}
        for gone in change.gone:
            del followed[gone]
        assert followed == {update.id: update for update in composer.make_briefing().updates}


def test_the_same_again_changes_nothing() -> None:
    composer = Composer(STORY)
    composer.add(SAMPLES)
    change = composer.add(SAMPLES)
    assert change.updates == ()
    assert change.gone == ()


def test_an_article_gives_way_to_its_later_version_whichever_comes_first() -> None:
    first = make_article("a1", text="أعلنت وزارة الصحة الكازاخية الأحد مقتل 164 شخصا في الاضطرابات.")
    second = replace(first, id="a2", text=first.text.replace("164", "225"), replaces="a1")
    for order in ([first, second], [second, first]):
        composer = Composer(STORY)
        for article in order:
            composer.add([article])
        briefing = composer.make_briefing()
        assert [article.id for article in briefing.articles] == ["a2"]
        assert ["225" in update.text for update in briefing.updates] == [True]


def test_a_second_source_changes_the_update_that_it_joins() -> None:
    composer = Composer(STORY)
    (first,) = composer.add(
        [make_article(text="أعلنت وزارة الصحة الكازاخية الأحد مقتل 164 شخصا في الاضطرابات.")]
    ).updates
    second = make_article("a2", text="أعلنت وزارة الصحة في كازاخستان مقتل 164 شخصا خلال الاضطرابات.", outlet="الميناء")
    (grown,) = composer.add([second]).updates
    assert grown.id == first.id
    assert len(grown.sources) == 2
