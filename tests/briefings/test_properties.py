"""What always holds, over articles made up for it: order, repetition, growth, relations, and what must not be lost."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.composition.composer import Composer, compose
from briefings.model import Article, Briefing, TopicUpdate
from briefings.parsing.quantities import find_numbers
from briefings.story import load_story
from briefings.text.document import ParsedText
from tests.briefings.generated import EVENTS, Guarded, articles, guarded_events, guarded_figures
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
_NUMBER = re.compile(r"(?<![\d/])\d{2,}(?= (?:شخصا|محتجا|جندي|آخرين))")


def split(items: Sequence[Article], data: st.DataObject) -> list[Sequence[Article]]:
    """The articles in a drawn order, some of them twice, in a drawn number of batches."""
    order = [*data.draw(st.permutations(items)), *data.draw(st.lists(st.sampled_from(items), max_size=3))]
    borders = sorted(data.draw(st.sets(st.integers(0, len(order)), max_size=4)))
    return [order[start:end] for start, end in zip([0, *borders], [*borders, len(order)], strict=True)]


@settings(max_examples=60, deadline=None)
@given(articles(), st.data())
def test_any_batches_in_any_order_and_again_give_what_all_at_once_give(
    given_articles: list[Article], data: st.DataObject
) -> None:
    composer = Composer(STORY)
    for batch in split(given_articles, data):
        composer.add(batch)
    assert composer.make_briefing() == compose(STORY, given_articles)


@settings(max_examples=60, deadline=None)
@given(articles(), st.data())
def test_changes_lead_from_the_updates_before_to_those_after(
    given_articles: list[Article], data: st.DataObject
) -> None:
    composer = Composer(STORY)
    followed: dict[str, TopicUpdate] = {}
    for batch in split(given_articles, data):
        before = dict(followed)
        change = composer.add(batch)
        followed |= {update.id: update for update in change.updates}
        for gone in change.gone:
            del followed[gone]
        assert followed == {update.id: update for update in composer.make_briefing().updates}
        assert all(before.get(update.id) != update for update in change.updates)
        for superseding in change.supersedes:
            assert superseding.update in change.updates
            assert superseding.update not in superseding.replaced
            assert all(before[old.id] == old for old in superseding.replaced)


@settings(max_examples=60, deadline=None)
@given(articles())
def test_relations_are_between_updates_of_the_briefing(given_articles: list[Article]) -> None:
    updates = {update.id: update for update in compose(STORY, given_articles).updates}
    for update in updates.values():
        assert update.id not in update.contradicts
        assert list(update.contradicts) == sorted(set(update.contradicts))
        assert all(update.id in updates[other].contradicts for other in update.contradicts)
        followed = [update.id]
        while earlier := updates[followed[-1]].develops:
            assert earlier not in followed
            followed.append(earlier)


@settings(max_examples=60, deadline=None)
@given(articles())
def test_what_contradicts_is_never_one_update(given_articles: list[Article]) -> None:
    for update in compose(STORY, given_articles).updates:
        told = " ".join(span.text for span in update.sources)
        assert len(set(_NUMBER.findall(told))) <= 1
        for past, imperfect, subject, _ in EVENTS:
            assert f"لم {imperfect} {subject}" not in told or f"{past} {subject}" not in told


@settings(max_examples=60, deadline=None)
@given(articles())
def test_an_update_says_what_its_sources_say(given_articles: list[Article]) -> None:
    check_sources(compose(STORY, given_articles), given_articles)


@settings(max_examples=40, deadline=None)
@given(articles(most=2), st.data())
def test_noise_does_no_harm(given_articles: list[Article], data: st.DataObject) -> None:
    """Words moved, doubled and dropped, quotation marks that do not close: what is told can be pointed to."""
    rubbish = ["«", "»", '"', "(", ")", ".", "\n", "\u200f", "12%", "ـ", "٣٤", "«»", "…", ":", "،"]
    words = [word for article in given_articles for word in article.text.split()] + rubbish
    noisy = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=4, max_size=60)))
    both = [*given_articles, make_article("noise", text=noisy)]
    briefing = compose(STORY, both)
    check_sources(briefing, both)
    assert compose(STORY, [*reversed(both), *both]) == briefing


def check_sources(briefing: Briefing, given_articles: Sequence[Article]) -> None:
    texts = {article.id: article.text for article in given_articles}
    for update in briefing.updates:
        assert 0 < len(update.text) <= 280
        assert all(texts[span.article][span.start : span.end] == span.text for span in update.sources)
        carried = frozenset[int]().union(*(find_numbers(ParsedText(span.text)) for span in update.sources))
        assert find_numbers(ParsedText(update.text)) <= carried


@settings(max_examples=400, deadline=None)
@given(guarded_events() | guarded_figures())
def test_negations_hedges_conditions_and_speakers_survive(sentence: Guarded) -> None:
    for update in compose(STORY, [make_article(text=sentence.text)]).updates:
        assert sentence.told not in update.text or sentence.guard in update.text, (sentence.text, update.text)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SAMPLES), st.sampled_from(("نحو", "أكثر من", "قرابة", "ما لا يقل عن", "حوالي")))
def test_qualifiers_put_into_real_sentences_survive(article: Article, qualifier: str) -> None:
    text = _NUMBER.sub(lambda number: f"{qualifier} {number.group()}", article.text)
    for update in compose(STORY, [make_article(text=text, published_on=article.published_on)]).updates:
        assert all(update.text[: number.start()].endswith(f"{qualifier} ") for number in _NUMBER.finditer(update.text))
