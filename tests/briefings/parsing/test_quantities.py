import pytest

from briefings.dates import Anchor, find_dates
from briefings.parsing.figures import find_figures
from briefings.parsing.quantities import find_numbers
from briefings.story import load_story
from briefings.text.document import ParsedText
from tests.briefings.cases import Case, read_cases

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("quantities"))
def test_what_is_counted(case: Case) -> None:
    text = ParsedText(case["text"])
    dates = [mention.span for mention in find_dates(text, "a", 0, Anchor())]
    found = [
        [figure.span.text, figure.value, figure.qualifier.value, figure.about]
        for figure in find_figures(text, "a", 0, STORY, dates)
    ]
    assert found == case["expect"]


@pytest.mark.parametrize(
    ("text", "unit", "period"),
    [
        ("قتل 26 محتجا.", "محتج", None),
        ("أصيب 2200 آخرين.", "آخرين", None),
        ("ارتفع عدد القتلى إلى 12.", "", None),
        ("اعتقلت الشرطة 40 شخصا في يوم واحد.", "شخص", "day"),
        ("بلغت حصيلة القتلى 12 شخصا.", "شخص", "total"),
    ],
)
def test_the_unit_and_the_period(text: str, unit: str, period: str | None) -> None:
    (figure,) = find_figures(ParsedText(text), "a", 0, STORY)
    assert (figure.unit, figure.period) == (unit, period)


def test_spans_count_from_the_article() -> None:
    (figure,) = find_figures(ParsedText("قتل 26 محتجا."), "a", 40, STORY)
    assert (figure.span.start, figure.span.end) == (44, 52)


@pytest.mark.parametrize("odd", ["²", "½", "١٢³", "9" * 5_000, "1,2,3", "1.234.5", "ـ", "و", "٪"])
def test_odd_digits_are_read_without_harm(odd: str) -> None:
    for text in (f"قتل {odd} شخصا", f"ألف و{odd} قتيل", odd):
        for figure in find_figures(ParsedText(text), "a", 0, STORY):
            assert text[figure.span.start : figure.span.end] == figure.span.text
        find_numbers(ParsedText(text))


def test_every_number_in_digits_and_words() -> None:
    text = ParsedText("بعد 180 يوما و12.5 في المئة وثلاثة آلاف و400، ومئتي شخص")
    assert find_numbers(text) == {180, 3400, 200}
