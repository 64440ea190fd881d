import pytest

from briefings.composition.composer import compose
from briefings.parsing.roles import split_article
from briefings.story import load_story
from tests.briefings.cases import Case, read_cases
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("roles"))
def test_what_each_line_is_for(case: Case) -> None:
    text = case["text"]
    parts = split_article(make_article(text=text, outlet=None), STORY).parts
    assert [[text[part.start : part.end], part.role.value] for part in parts] == case["expect"]


@pytest.mark.parametrize(
    ("line", "outlet", "agency"),
    [
        ("TRT عربي - وكالات", "TRT عربي", None),
        ("ترك برس-الأناضول", "ترك برس", "وكالة الأناضول"),
        ("الرئيس - عاجل", None, None),
    ],
)
def test_the_first_line_says_who_publishes(line: str, outlet: str | None, agency: str | None) -> None:
    text = f"{line}\nعادت الحركة إلى المطار صباح الأحد."
    imprint = split_article(make_article(text=text, outlet=None), STORY).imprint
    assert (imprint.outlet, imprint.agency) == (outlet, agency)


def test_an_article_that_its_outlet_calls_an_opinion_is_set_aside() -> None:
    text = (
        "هذا المقال بقلم سالم النجار، والآراء الواردة فيه تعبر عن وجهة نظره.\n\nيمر الميناء بأصعب أيامه منذ عقود طويلة."
    )
    briefing = compose(STORY, [make_article(text=text, included=False)])
    assert briefing.updates == ()
    assert list(briefing.set_aside.values()) == ["is an opinion article"]
