import pytest

from briefings.compose import compose
from briefings.story import load_story
from tests.briefings.cases import Case, read_cases
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("merging"))
def test_whether_two_sentences_are_one_update(case: Case) -> None:
    articles = (
        make_article("a", text=case["a"], outlet="صدى السهوب"),
        make_article("b", text=case["b"], outlet="بريد الآفاق"),
    )
    updates = compose(STORY, articles).updates
    carried = sorted("".join(sorted({source.article for source in update.sources})) for update in updates)
    assert carried == (["ab"] if case["expect"] == "one" else ["a", "b"])
