"""How updates stand to each other: which contradict, which develops which, and what a change supersedes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from briefings.composition.composer import Composer, compose
from briefings.io.export import to_document
from briefings.model import Article, TopicUpdate
from briefings.story import load_story
from tests.briefings.cases import Case, read_cases
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
KILLED_26 = "أعلنت وزارة الداخلية الكازاخية اليوم مقتل 26 محتجا في المظاهرات."
KILLED_164 = "أعلنت وزارة الصحة الكازاخستانية اليوم مقتل 164 شخصا في الاضطرابات."
TRAINS_STOPPED = "توقفت رحلات القطار السريع بين العاصمة والميناء القديم."
TRAINS_RUN = "لم تتوقف رحلات القطار السريع بين العاصمة والميناء القديم."


def make_report(id_: str, text: str, day: int = 7, **fields: Any) -> Article:
    """An article of an outlet of its own, of a day in January 2022."""
    return make_article(id_, **{"text": text, "published_on": date(2022, 1, day), "outlet": f"صحيفة {id_}", **fields})


# Openings that tell four things: what stands behind them is no lead, and is joined by its words alone.
OPENINGS = {
    "a": "افتتح وزير الزراعة معرض التمور في الواحة القديمة. شارك في المعرض مزارعون من القرى البعيدة.",
    "b": "فاز فريق الشاطئ على ضيفه بهدفين نظيفين مساء. سجل اللاعب الشاب الهدف الأول من ضربة حرة.",
    "c": "أطلقت الجامعة برنامجا لتعليم اللغات عن بعد. يستقبل البرنامج طلابا من بلدان كثيرة.",
    "d": "ارتفع إنتاج مصنع النسيج في الربع الأخير. صدر المصنع أقمشته إلى أسواق جديدة.",
}


def make_detail(id_: str, text: str, day: int = 7, **fields: Any) -> Article:
    """A report that tells this in its third sentence."""
    return make_report(id_, f"{OPENINGS[id_]} {text}", day, **fields)


def about_the_runway(updates: Iterable[TopicUpdate]) -> list[TopicUpdate]:
    return [update for update in updates if "المدرج" in update.text]


def by_article(updates: Iterable[TopicUpdate]) -> dict[str, TopicUpdate]:
    return {update.sources[0].article: update for update in updates}


@pytest.mark.parametrize("case", read_cases("relations"))
def test_how_two_sentences_stand_to_each_other(case: Case) -> None:
    articles = (make_report("a", case["a"]), make_report("b", case["b"], case.get("day_b", 7)))
    updates = by_article(compose(STORY, articles).updates)
    assert updates.keys() == {"a", "b"}
    a, b = updates["a"], updates["b"]
    contradict, develops = case["expect"] == "contradict", case["expect"] == "develops"
    assert (a.contradicts, b.contradicts) == (((b.id,), (a.id,)) if contradict else ((), ()))
    assert (a.develops, b.develops) == (None, a.id if develops else None)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"outlet": "صحيفة a"}, id="the same outlet mends itself"),
        pytest.param({"published_on": date(2022, 1, 8)}, id="a day later"),
        pytest.param({"published_on": None}, id="no day is known"),
    ],
)
def test_what_may_have_moved_on_is_no_contradiction(fields: dict[str, Any]) -> None:
    updates = compose(STORY, [make_report("a", TRAINS_STOPPED), make_report("b", TRAINS_RUN, **fields)]).updates
    assert [update.contradicts for update in updates] == [(), ()]


def test_a_contradiction_is_told_of_both_when_the_second_comes_and_of_none_when_it_is_taken_back() -> None:
    composer = Composer(STORY)
    (stopped,) = composer.add([make_report("a", TRAINS_STOPPED)]).updates
    change = composer.add([make_report("b", TRAINS_RUN, outlet=None)])
    updates = by_article(change.updates)
    assert updates["a"].contradicts == (updates["b"].id,)
    assert updates["b"].contradicts == (stopped.id,)
    assert not change.supersedes  # nothing is told otherwise than before
    named = composer.add([make_report("c", TRAINS_RUN)])  # takes the place of its copy that names no outlet
    assert by_article(named.updates)["a"].contradicts == (by_article(named.updates)["c"].id,)


def test_a_count_develops_the_one_of_the_day_directly_before() -> None:
    more = KILLED_164.replace("164", "225")
    reports = [make_report("c", more, 12), make_report("a", KILLED_26, 7), make_report("b", KILLED_164, 9)]
    updates = by_article(compose(STORY, reports).updates)
    assert (updates["a"].develops, updates["b"].develops) == (None, updates["a"].id)
    assert updates["c"].develops == updates["b"].id


def test_of_two_counts_of_one_day_the_one_by_the_same_speaker_is_developed() -> None:
    other = "أعلنت الشرطة اليوم مقتل 120 شخصا في الاضطرابات."
    more = KILLED_164.replace("164", "225")
    reports = [make_report("a", other, 9), make_report("b", KILLED_164, 9), make_report("c", more, 12)]
    updates = by_article(compose(STORY, reports).updates)
    assert updates["c"].develops == updates["b"].id
    assert updates["a"].contradicts == (updates["b"].id,)


def test_the_dead_of_the_samples_develop_and_nothing_in_them_contradicts() -> None:
    updates = compose(STORY, SAMPLES).updates
    assert all(update.contradicts == () for update in updates)
    told = {update.id: update.text for update in updates}
    ((later, earlier),) = ((update.text, told[update.develops]) for update in updates if update.develops)
    assert ("164" in later, "26" in earlier) == (True, True)


def test_relations_are_in_the_document() -> None:
    reports = [make_report("a", TRAINS_STOPPED), make_report("b", TRAINS_RUN)]
    stopped, run = to_document(compose(STORY, reports))["updates"]
    assert (stopped["contradicts"], run["contradicts"]) == ([run["id"]], [stopped["id"]])
    assert (stopped["develops"], run["develops"]) == (None, None)


def test_a_text_that_grew_supersedes_itself_as_it_was() -> None:
    composer = Composer(STORY)
    plain = "قتل 164 شخصا في الاضطرابات الأخيرة بمدينة ألماتي."
    better = "أعلنت وزارة الصحة في كازاخستان مقتل 164 شخصا في الاضطرابات الأخيرة بمدينة ألماتي."
    (before,) = (update for update in composer.add([make_detail("a", plain)]).updates if "164" in update.text)
    change = composer.add([make_detail("b", better)])
    (superseding,) = change.supersedes
    assert superseding.update in change.updates
    assert superseding.update.id == before.id
    assert superseding.replaced == (before,)


def test_a_source_more_supersedes_nothing() -> None:
    composer = Composer(STORY)
    composer.add([make_report("a", KILLED_164)])
    change = composer.add([make_report("b", KILLED_164)])
    assert (len(change.updates), change.supersedes) == (1, ())


def test_where_two_become_one_it_supersedes_both() -> None:
    composer = Composer(STORY)
    first = "أغلقت إدارة المطار المدرج الشمالي بعد انزلاق طائرة شحن."
    second = "أغلقت السلطات المدرج بعد انزلاق طائرة شحن قادمة من الجنوب محملة بالقمح والدقيق."
    both = "أغلقت إدارة المطار المدرج الشمالي بعد انزلاق طائرة شحن قادمة من الجنوب محملة بالقمح."
    apart = about_the_runway(composer.add([make_detail("a", first), make_detail("b", second)]).updates)
    assert len(apart) == 2
    change = composer.add([make_detail("c", both)])
    (superseding,) = change.supersedes
    assert set(superseding.replaced) == set(apart)
    assert set(change.gone) == {update.id for update in apart} - {superseding.update.id}


def test_where_one_becomes_two_both_say_so() -> None:
    """The clause that held two together was a copy without an outlet; its outlet turns out to be another day's."""
    composer = Composer(STORY)
    first = "أغلقت إدارة المطار المدرج الشمالي بعد انزلاق طائرة شحن."
    second = "أغلقت السلطات المدرج بعد انزلاق طائرة شحن قادمة من الجنوب محملة بالقمح والدقيق."
    both = "أغلقت إدارة المطار المدرج الشمالي بعد انزلاق طائرة شحن قادمة من الجنوب محملة بالقمح."
    reports = [make_detail("a", first), make_detail("b", second), make_detail("c", both, outlet=None)]
    (one,) = about_the_runway(composer.add(reports).updates)
    change = composer.add([make_detail("c", both, 30, id="d")])
    supersedes = [each for each in change.supersedes if "المدرج" in each.update.text]
    assert {superseding.replaced for superseding in supersedes} == {(one,)}
    assert len(supersedes) == 2
