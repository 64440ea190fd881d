"""What always holds of a briefing, over the sample articles that the preview replays."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.composition.composer import compose
from briefings.model import Article, Briefing, Kind, Qualifier, Relation, Role, TopicUpdate
from briefings.parsing.quantities import find_numbers
from briefings.story import load_story
from briefings.text.arabic import BIDI_CONTROLS
from briefings.text.document import ParsedText
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
RUBBISH = (
    "«",
    "»",
    '"',
    "(",
    ")",
    ".",
    "؟",
    "،",
    "\n\n",
    "\u200f",
    "²",
    "9" * 30,
    "ـ",
    "<b>",
    "اقرأ أيضا:",
    "5/1/2022",
    "12%",
)
TEXTS = {article.id: article.text for article in SAMPLES}


@cache
def compose_samples() -> Briefing:
    return compose(STORY, SAMPLES)


def find_update(*words: str) -> TopicUpdate:
    """The one update with all of these words."""
    (update,) = (update for update in compose_samples().updates if all(word in update.text for word in words))
    return update


def test_every_span_slices_to_its_text() -> None:
    briefing = compose_samples()
    spans = [
        *(span for update in briefing.updates for span in update.sources),
        *(span for figure in briefing.figures for value in figure.values for span in value.sources),
        *(sentence.span for sentence in briefing.sentences),
        *(mention.span for sentence in briefing.sentences for mention in sentence.dates),
        *(mention.span for sentence in briefing.sentences for mention in sentence.figures),
    ]
    assert len(spans) > 100
    for span in spans:
        assert TEXTS[span.article][span.start : span.end] == span.text


@settings(max_examples=10, deadline=None)
@given(st.permutations(SAMPLES), st.lists(st.sampled_from(SAMPLES), max_size=5))
def test_order_and_repetition_change_nothing(order: list[Article], again: list[Article]) -> None:
    assert compose(STORY, [*order, *again]) == compose_samples()


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_some_articles_give_the_same_in_any_order(data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(SAMPLES), unique_by=lambda article: article.id))
    other = data.draw(st.permutations(some))
    assert compose(STORY, [*other, *some]) == compose(STORY, some)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_noise_does_no_harm(data: st.DataObject) -> None:
    """Words dropped, doubled, moved, and rubbish among them: whatever is still told can be pointed to."""
    words = [*data.draw(st.sampled_from(SAMPLES)).text.split(" "), *RUBBISH]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=80)))
    briefing = compose(STORY, [make_article(text=text)])
    for update in briefing.updates:
        assert 0 < len(update.text) <= 280
        for span in update.sources:
            assert text[span.start : span.end] == span.text
        carried = frozenset[int]().union(*(find_numbers(ParsedText(span.text)) for span in update.sources))
        assert find_numbers(ParsedText(update.text)) <= carried


def test_no_articles_give_an_empty_briefing() -> None:
    briefing = compose(STORY, [])
    assert (briefing.updates, briefing.timeline, briefing.figures, briefing.sentences) == ((), (), (), ())


def test_no_update_has_a_number_that_its_sources_lack() -> None:
    for update in compose_samples().updates:
        carried = frozenset[int]().union(*(find_numbers(ParsedText(span.text)) for span in update.sources))
        assert find_numbers(ParsedText(update.text)) <= carried, update.text


def test_every_update_can_be_read() -> None:
    for update in compose_samples().updates:
        text = update.text
        assert 20 <= len(text) <= 280, text
        assert text == text.strip()
        assert not re.search(rf"\s\s|\s[،.؛:]|[{BIDI_CONTROLS}]", text), text
        assert text.count("«") == text.count("»"), text
        assert not set(text) & set('"“”'), text
        assert text.count("(") == text.count(")"), text


def test_an_update_has_the_words_of_its_sources() -> None:
    """Beyond the speaker's name and a verb of saying, nothing is added."""
    added = {"قال", "قالت", "إن"}
    for update in compose_samples().updates:
        carried = {word for span in update.sources for word in re.findall(r"\w+", span.text)}
        carried |= {word[1:] for word in carried if word[0] in "وف"}
        carried |= {word for name in (*STORY.bodies, *STORY.people) for word in name.name.split()}
        assert set(re.findall(r"\w+", update.text)) <= carried | added, update.text


def test_ids_are_of_one_update_each_and_the_timeline_is_in_order() -> None:
    briefing = compose_samples()
    by_id = {update.id: update for update in briefing.updates}
    assert len(by_id) == len(briefing.updates)
    days = [by_id[id_].when.start or "" for id_ in briefing.timeline]
    assert days == sorted(days)
    assert all(by_id[id_].kind is not Kind.BACKGROUND for id_ in briefing.timeline)


def test_what_is_no_news_is_set_aside() -> None:
    roles = {sentence.span.text: sentence.role for sentence in compose_samples().sentences}
    assert roles["الجسر - خاص"] in {Role.BYLINE, Role.SUBHEAD}
    assert roles["خطوة برس - وكالة المدى"] is Role.BYLINE
    assert roles["اقرأ أيضا: خريطة المدن التي شهدت المظاهرات"] is Role.LINK
    assert roles["هل أعجبك الموضوع؟ شاركه مع أصدقائك"] is not Role.BODY
    assert roles["تابعونا على قناتنا"] is not Role.BODY
    assert roles["المصدر: الميناء ووكالات"] is Role.SOURCE_LINE


def test_only_body_sentences_become_updates_and_no_opinion_does() -> None:
    briefing = compose_samples()
    for sentence in briefing.sentences:
        assert sentence.cluster is None or sentence.role is Role.BODY
    for judged in ("للأسف", "لعب دور"):
        assert any(judged in sentence.span.text and sentence.opinion for sentence in briefing.sentences)
        assert not any(judged in update.text for update in briefing.updates)


def test_the_news_of_several_outlets_is_one_update() -> None:
    government = find_update("استقالتها")
    assert {span.article for span in government.sources} == _articles("01", "02", "03", "08")
    assert find_update("164").sources[0].text != find_update("164").sources[1].text
    assert {span.article for span in find_update("164").sources} == _articles("06", "07", "08")


def test_an_agency_and_whoever_copies_it_count_once() -> None:
    assert {span.article for span in find_update("26", "محتج").sources} == _articles("04", "05")
    assert len(find_update("26", "محتج").outlets) == 1


def test_what_different_people_said_stays_apart() -> None:
    said = [update for update in compose_samples().updates if "عودة الاستقرار" in update.text or "تضامن" in update.text]
    assert len({update.id for update in said}) >= 3


def test_days_are_those_of_the_events() -> None:
    assert find_update("اندلعت").when.start == "2022-01-02"
    assert find_update("الحكومة", "استقالتها").when.start == "2022-01-05"
    assert find_update("26", "محتج").when.start == "2022-01-07"
    assert find_update("200 جندي").when.start == "2022-01-07"
    assert find_update("164").when.start == "2022-01-09"
    assert find_update("سيجتمعون").when.start == "2022-01-11"
    assert find_update("1678").when.start == "2022-01-12"
    assert find_update("2000 جندي").when.start == "2022-01-13"
    assert find_update("تأسست").kind is Kind.BACKGROUND


def test_each_topic_has_its_news() -> None:
    assert find_update("استقالتها").topic == "protests"
    assert find_update("164").topic == "protests"
    assert find_update("200 جندي").topic == "csto"
    assert find_update("2000 جندي").topic == "csto"
    assert find_update("استقبل").topic == "turkey"
    assert find_update("اجتماعا طارئا").topic == "turkey"


def test_hedges_stay_and_a_pronoun_gets_its_name() -> None:
    assert find_update("فيما يبدو").topic == "protests"
    assert find_update("نحو 6000").said_by == "السلطات"
    assert "أوغلو" in find_update("سيجتمعون").text


def test_figures_stand_side_by_side() -> None:
    figures = {figure.about: figure for figure in compose_samples().figures}
    killed = figures["killed"]
    assert killed.relation is Relation.NOT_COMPARABLE  # «محتجا» are not «شخصا»
    assert [(value.value, value.unit, str(value.as_of)) for value in killed.values] == [
        (26, "محتج", "2022-01-07"),
        (164, "شخص", "2022-01-09"),
    ]
    assert [value.by for value in killed.values] == ["وزارة الداخلية في كازاخستان", "وزارة الصحة في كازاخستان"]
    (injured,) = figures["injured"].values
    assert (figures["injured"].relation, injured.value) == (Relation.SINGLE, 2200)
    detained = figures["detained"]
    assert detained.relation is Relation.NOT_COMPARABLE  # all of them, and those of one day
    assert [(value.value, value.qualifier, value.period) for value in detained.values] == [
        (6000, Qualifier.ABOUT, None),
        (1678, Qualifier.EXACTLY, "day"),
    ]
    troops = {value.value: value.qualifier for value in figures["troops"].values}
    assert troops == {200: Qualifier.EXACTLY, 2000: Qualifier.MORE_THAN}


def test_the_story_unfolds_article_by_article() -> None:
    """Each article brings what none before it had; the one that only sums up brings nothing."""
    news = {article.file: _news(number) for number, article in enumerate(SAMPLES)}
    assert [file for file, updates in news.items() if not updates] == ["08-khutwa-0110.txt"]
    assert {update.topic for update in news["03-alofoq-0106.txt"]} == {"csto", "turkey"}
    assert "استقالتها" in _all_text(news["01-almada-0106.txt"])
    assert "استقالتها" not in _all_text(news["02-aljisr-0106.txt"])
    assert "164" in _all_text(news["06-aljisr-0109.txt"])
    assert "164" not in _all_text(news["07-almina-0109.txt"])


def _news(number: int) -> tuple[TopicUpdate, ...]:
    """The updates after an article that rest on it alone."""
    briefing = compose(STORY, SAMPLES[: number + 1])
    new = SAMPLES[number].id
    return tuple(update for update in briefing.updates if {span.article for span in update.sources} == {new})


def _all_text(updates: Sequence[TopicUpdate]) -> str:
    return "\n".join(update.text for update in updates)


def _articles(*numbers: str) -> set[str]:
    return {article.id for article in SAMPLES if (article.file or "")[:2] in numbers}


def test_a_line_that_an_outlet_repeats_under_its_articles_is_not_told() -> None:
    line = "لا تتحمل الصحيفة مسؤولية ما ينشره الزوار من آراء وصور في موقعها."
    reports = (
        "أغلقت البلدية جسر المرفأ الغربي أمام الشاحنات الثقيلة.",
        "افتتح وزير الصحة مستشفى جديدا للأطفال في المدينة القديمة.",
        "أعادت شركة القطارات تشغيل الخط الشمالي بعد إصلاح السكة.",
    )
    articles = [
        make_article(f"a{at}", text=f"{text}\n{line}", published_on=date(2022, 1, 7 + at))
        for at, text in enumerate(reports)
    ]
    told = {update.text for update in compose(STORY, articles).updates}
    assert line not in told
    assert told >= set(reports)
    assert line in {update.text for update in compose(STORY, articles[:2]).updates}  # twice may be chance
    same_day = [replace(article, published_on=date(2022, 1, 7)) for article in articles]
    assert line in {update.text for update in compose(STORY, same_day).updates}  # versions of one report
    others = [replace(article, outlet=f"صحيفة {at}") for at, article in enumerate(articles)]
    assert line in {update.text for update in compose(STORY, others).updates}  # a wire text
