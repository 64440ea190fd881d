from dataclasses import replace

import pytest

from briefings.composition.composer import compose
from briefings.model import PublishedFrom
from briefings.story import load_story
from tests.briefings.cases import Case, read_cases
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("shortening"))
def test_what_a_reader_sees(case: Case) -> None:
    article = make_article(text=case["text"])
    if case.get("undated"):
        article = replace(article, published_on=None, published_from=PublishedFrom.UNKNOWN)
    updates = compose(STORY, [article]).updates
    assert sorted(update.text for update in updates) == case["expect"]
