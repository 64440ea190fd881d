"""Which figures a story has: of its own time, of whom, by whom, and which of them count the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from briefings.composition.composer import compose
from briefings.model import Article, Figure, FigureValue, Relation
from briefings.relations.comparison import split_by_side
from briefings.story import Story, load_story
from briefings.text import fold, read_cardinal, read_scaled
from briefings.text.document import ParsedText
from tests.briefings.generated import articles
from tests.briefings.samples import SAMPLES
from tests.briefings.stories import HARBOUR, write_story
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")
ENVOYS = """
[[figures]]
key = "envoys"
label = "المبعوثون المطرودون"
words = ["مبعوث", "مبعوثا", "مبعوثين"]

[[figures]]
key = "money"
label = "الأموال"
words = ["دولار", "دولارا"]
"""


def tell(*texts: str, day: int = 7) -> list[Article]:
    """Articles of as many outlets, of following days in January 2022."""
    return [
        make_article(f"a{number}", text=text, outlet=f"صحيفة {number}", published_on=date(2022, 1, day + number))
        for number, text in enumerate(texts)
    ]


def tally(*texts: str, story: Story = STORY, **fields: Any) -> dict[str, Figure]:
    return {figure.about: figure for figure in compose(story, tell(*texts, **fields)).figures}


def list_numbers(figure: Figure | None) -> list[int]:
    return [value.value for value in figure.values] if figure else []


@pytest.fixture
def envoys(tmp_path: Path) -> Story:
    return load_story(write_story(tmp_path, HARBOUR + ENVOYS))


@pytest.mark.parametrize(
    "text",
    [
        "فقدت البلاد 25 مليون قتيل في الحرب العالمية الثانية كما قال مؤرخ المدينة.",
        "قتل 40 عاملا في منجم الوادي في عام 2016 كما ذكر تقرير النقابة.",
        "قتل 40 عاملا في منجم الوادي خلال العام الماضي كما ذكر تقرير النقابة.",
        "يموت في المناجم 40 قتيلا سنويا كما ذكر تقرير النقابة الأخير.",
        "قتل 40 عاملا في منجم الوادي قبل خمس سنوات كما ذكر تقرير النقابة.",
        "شب حريق في السوق في 5 نوفمبر 2021، ما أسفر عن مقتل 40 عاملا من عمال السوق.",
    ],
)
def test_what_is_counted_of_another_time_is_no_figure(text: str) -> None:
    assert "killed" not in tally("وصلت فرق الإنقاذ اليوم إلى منجم الوادي.", text)


def test_a_large_number_said_once_to_be_of_another_time_is_of_it_wherever_it_stands() -> None:
    then = "فقدت البلاد 25 مليون قتيل في الحرب العالمية الثانية كما قال مؤرخ المدينة."
    again = "قال مؤرخ المدينة إن أحدا لا يذكر أن البلاد ضحت بأرواح 25 مليون شخص من أبنائها."
    assert "killed" not in tally(then, again)


def test_a_day_of_the_story_beside_a_figure_is_that_of_the_figure() -> None:
    texts = ["انهار منجم الوادي اليوم على عماله.", *[""] * 11]
    (late,) = tally(*texts, "أغلق المنجم بعد انهيار وقع في 8 يناير، ما أسفر عن مقتل 40 عاملا.")["killed"].values
    assert late.as_of == date(2022, 1, 8)


def test_what_is_counted_since_a_day_is_of_the_day_of_the_report() -> None:
    texts = ["انهار منجم الوادي اليوم على عماله.", *[""] * 20]
    (value,) = tally(*texts, "قتل 40 عاملا منذ انهيار المنجم في 8 يناير كما أعلنت النقابة.")["killed"].values
    assert (value.as_of, value.period) == (date(2022, 1, 28), "total")


def test_one_number_told_by_many_is_one_value_of_whoever_said_it_first() -> None:
    first = "أعلنت وزارة الداخلية الكازاخية مقتل 26 محتجا في المظاهرات."
    again = "وكانت السلطات أعلنت مقتل 26 محتجا في المظاهرات التي عمت المدينة."
    (value,) = tally(first, "قتل 26 محتجا في المظاهرات التي عمت أحياء المدينة.", again)["killed"].values
    assert (value.by, value.as_of, len(value.sources)) == ("وزارة الداخلية في كازاخستان", date(2022, 1, 7), 3)


def test_those_of_two_sides_are_two_values_and_not_compared(envoys: Story) -> None:
    figure = tally(
        "أعلنت لندن اليوم طرد 23 مبعوثا روسيا من أراضيها ردا على الحادثة.",
        "أعلنت موسكو اليوم طرد 23 مبعوثا بريطانيا من أراضيها ردا على الإجراء.",
        "قالت الصحف إن لندن قررت طرد 23 مبعوثا روسيا من أراضيها ردا على الحادثة.",
        story=envoys,
    )["envoys"]
    assert [(value.value, value.side) for value in figure.values] == [(23, "روسيا"), (23, "بريطانيا")]
    assert figure.relation is Relation.NOT_COMPARABLE
    assert [part.relation for part in split_by_side(figure)] == [Relation.SINGLE] * 2


@pytest.mark.parametrize("label", ["المبعوثون المطرودون", "طرد المبعوثين"])
def test_the_label_says_which_of_its_noun_are_counted(tmp_path: Path, label: str) -> None:
    envoys = load_story(write_story(tmp_path, HARBOUR + ENVOYS.replace("المبعوثون المطرودون", label)))
    assert not tally("يعمل في العاصمة منذ أشهر 59 مبعوثا معتمدا لدى الحكومة.", story=envoys)
    assert list_numbers(tally("طردت الحكومة اليوم 12 مبعوثا من العاصمة بعد الحادثة.", story=envoys)["envoys"]) == [12]


def test_money_counts_where_a_story_counts_it(envoys: Story) -> None:
    figures = tally("تبلغ كلفة توسعة المرفأ 1.5 مليون دولار كما قال مدير المشروع.", story=envoys)
    assert list_numbers(figures["money"]) == [1_500_000]
    assert not tally("وزعت البلدية على أسر القتلى في المدينة 500 دولار لكل أسرة.")


def test_soldiers_belong_to_whoever_sends_them() -> None:
    figure = tally(
        "أعلن البرلمان الطاجيكي اليوم إرسال 200 جندي إلى كازاخستان.",
        "بدأت روسيا اليوم سحب أكثر من 2000 جندي من كازاخستان.",
    )["troops"]
    assert [(value.value, value.side) for value in figure.values] == [(200, "طاجيكستان"), (2000, "روسيا")]


def test_a_group_is_a_side_whatever_its_people_are_called() -> None:
    (value,) = tally(
        "أصيب اليوم 42 فردا من رجال الإطفاء في حريق السوق القديم.",
        "سجلت المدينة اليوم 42 إصابة في صفوف فرق الإطفاء خلال حريق السوق القديم.",
    )["injured"].values
    assert (value.value, value.side, len(value.sources)) == (42, "رجال الإطفاء", 2)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("قتل اليوم 12 عاملا في المنجم القديم وفق ما أعلنت نقابة العمال.", "نقابة العمال"),
        ("قتل اليوم 12 عاملا في المنجم القديم وفقا للمرصد الوطني.", "المرصد الوطني"),
        ("أعلن 12 قتيلا من قتلى المنجم على قوائم النقابة اليوم في المدينة.", None),
    ],
)
def test_who_says_so_is_a_whole_name(text: str, by: str | None) -> None:
    (value,) = tally(text)["killed"].values
    assert value.by == by


def test_two_events_are_not_one_count_that_grows() -> None:
    figure = tally(
        "قتل 12 عاملا في انهيار منجم الوادي قرب البحيرة المالحة فجرا.",
        "قتل 15 عاملا في حريق مصنع للنسيج بضاحية المدينة الصناعية مساء.",
    )["killed"]
    assert figure.relation is Relation.NOT_COMPARABLE
    growing = tally(
        "أعلنت النقابة اليوم مقتل 12 عاملا في انهيار منجم الوادي قرب البحيرة.",
        "أعلنت النقابة اليوم مقتل 15 عاملا في انهيار منجم الوادي قرب البحيرة.",
    )["killed"]
    assert growing.relation is Relation.DEVELOPING
    assert len({value.series for value in growing.values}) == 1


def _read(value: FigureValue) -> list[int]:
    """The numbers that the words of a value's sources say."""
    numbers = []
    for span in value.sources:
        words = ParsedText(span.text).words
        read = [read_scaled(words, index) or read_cardinal(words, index) for index in range(len(words))]
        numbers.append(max((number.value for number in read if number), default=0))
    return numbers


@settings(max_examples=40, deadline=None)
@given(articles())
def test_every_value_is_the_number_of_each_of_its_sources(given_articles: list[Article]) -> None:
    for figure in compose(STORY, given_articles).figures:
        for value in figure.values:
            assert set(_read(value)) == {value.value}


def test_the_values_of_the_samples_are_the_numbers_of_their_sources() -> None:
    values = [value for figure in compose(STORY, SAMPLES).figures for value in figure.values]
    assert [set(_read(value)) for value in values] == [{value.value} for value in values]
    assert all(fold(value.unit)[:3] in fold(value.sources[0].text) for value in values)
