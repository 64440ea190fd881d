from datetime import date

import pytest

from briefings.composition.composer import compose
from briefings.story import load_story
from tests.briefings.cases import Case, read_cases
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


@pytest.mark.parametrize("case", read_cases("linkage"))
def test_whether_two_sentences_are_one_update(case: Case) -> None:
    assert carry(case["a"], case["b"]) == (["ab"] if case["expect"] == "one" else ["a", "b"])


@pytest.mark.parametrize(
    ("second", "carried"),
    [
        ("أعلن الكرملين الخميس أن الرئيس لم يتخذ بعد قرارا نهائيا حول كيفية الرد الذي لقي تأييدا واسعا.", ["ab"]),
        ("أعلن الكرملين الأربعاء أن الرئيس لم يتخذ بعد قرارا نهائيا حول كيفية الرد الذي لقي تأييدا واسعا.", ["a", "b"]),
        ("أعلن توكاييف الخميس أن الرئيس لم يتخذ بعد قرارا نهائيا حول كيفية الرد الذي لقي تأييدا واسعا.", ["a", "b"]),
        ("أعلن الكرملين الخميس أن الرئيس منح وسام الشجاعة لثلاثة من رجال الإطفاء.", ["a", "b"]),
    ],
    ids=["said again", "on another day", "by somebody else", "another thing"],
)
def test_what_one_speaker_says_on_one_day_is_one_in_fewer_common_words(second: str, carried: list[str]) -> None:
    first = (
        "قال الكرملين الخميس إن الرئيس لم يتخذ بعد قراره النهائي في شأن الرد على الهجوم، "
        "بعد اجتماع عقده مع كبار مستشاريه."
    )
    assert carry(first, second) == carried


def carry(a: str, b: str) -> list[str]:
    """For each update of two articles, the articles that carry it."""
    articles = (
        make_article("a", text=a, outlet="صدى السهوب"),
        make_article("b", text=b, outlet="بريد الآفاق", published_on=date(2022, 1, 7)),
    )
    updates = compose(STORY, articles).updates
    return sorted("".join(sorted({source.article for source in update.sources})) for update in updates)
