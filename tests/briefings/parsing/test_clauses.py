import pytest

from briefings.model import EventDate
from briefings.parsing.clauses import find_kind, is_negated, is_opinion, split_clauses
from briefings.story import load_story
from briefings.text.document import ParsedText
from tests.briefings.cases import Case, read_cases

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("clauses"))
def test_what_a_sentence_reports(case: Case) -> None:
    text, expected = ParsedText(case["text"]), case["expect"]
    found = {
        "parts": [text.raw[start:end] for start, end in split_clauses(text, STORY)],
        "negated": is_negated(text),
        "opinion": is_opinion(text),
        "kind": find_kind(text, EventDate(), STORY, spoken=False).value,
    }
    assert {key: found[key] for key in expected} == expected
