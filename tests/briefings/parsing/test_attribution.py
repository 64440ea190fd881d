import pytest

from briefings.parsing.attribution import find_generic, find_key, find_speech
from briefings.story import load_story
from briefings.text.document import ParsedText
from tests.briefings.cases import Case, read_cases

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("attribution"))
def test_who_says_it(case: Case) -> None:
    speech = find_speech(ParsedText(case["text"]), STORY)
    assert (speech and {"who": speech.who, "key": speech.key}) == case["expect"]


def test_ministries_of_one_country_are_not_mixed_up() -> None:
    assert find_key(ParsedText("وزارة الداخلية"), STORY) != find_key(ParsedText("وزارة الصحة"), STORY)
    assert find_key(ParsedText("وزارة الخارجية التركية"), STORY) == "وزارة الخارجية التركية"


def test_a_reference_is_told_from_a_name() -> None:
    assert find_generic("الوزارة") == "الوزاره"
    assert find_generic("وزارة الصحة") is None


def test_a_reference_with_a_letter_missing_is_no_name() -> None:
    assert find_generic("المصاد") == "المصادر"
    assert find_generic("السفر") is None  # a word of its own
