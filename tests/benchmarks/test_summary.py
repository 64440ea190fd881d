"""One short text from several articles: what the outlets agree on, in the words of one of them."""

from itertools import permutations

import pytest

from benchmarks.summary import list_candidates, summarise
from briefings.model import Article
from briefings.text.arabic import split_words

ARTICLES = (
    Article(
        "a",
        "أعلنت هيئة الموانئ، الأربعاء، إغلاق مرفأ السلام أمام السفن بسبب عاصفة رملية، مشيرة إلى أن القرار مؤقت.\n"
        "وكان المرفأ قد استقبل أربعين سفينة الأسبوع الماضي.",
        title="هيئة الموانئ تغلق مرفأ السلام",
    ),
    Article(
        "b",
        "توقفت حركة السفن في مرفأ السلام بعد إعلان هيئة الموانئ إغلاق المرفأ بسبب العاصفة الرملية.\n"
        "ولم تتحدث الهيئة عن موعد استئناف العمل.",
        title="عاصفة رملية تغلق مرفأ السلام أمام السفن",
    ),
    Article(
        "c",
        "قال تجار في سوق الحبوب إن أسعار القمح ارتفعت قليلا هذا الصباح.\n"
        "ويأتي ذلك بعد إغلاق مرفأ السلام بسبب عاصفة رملية.",
        title="القمح يرتفع",
    ),
)


def test_what_the_outlets_share_is_said() -> None:
    text = summarise(ARTICLES, 20)
    assert "إغلاق" in text
    assert "مرفأ السلام" in text
    assert "القمح" not in text


def test_the_order_of_the_articles_does_not_matter() -> None:
    assert len({summarise(order, 20) for order in permutations(ARTICLES)}) == 1


def test_the_text_is_one_of_the_candidates_and_ends_as_a_sentence() -> None:
    text = summarise(ARTICLES, 20)
    assert text.endswith(".")
    assert text.rstrip(".") in {candidate.text.rstrip(".") for candidate in list_candidates(ARTICLES, 20)}


@pytest.mark.parametrize("words", [12, 20, 40])
def test_the_text_is_about_as_long_as_asked(words: int) -> None:
    assert len(split_words(summarise(ARTICLES, words))) <= words * 1.5


def test_one_article_alone_keeps_its_first_sentences_in_order() -> None:
    alone = Article("d", "\n".join(f"هذه هي الجملة رقم {number} من نص المقال الطويل." for number in range(1, 9)))
    assert summarise([alone], 27).split(" رقم ")[1:] == [
        f"{n} من نص المقال الطويل.{' هذه هي الجملة' * (n < 3)}" for n in (1, 2, 3)
    ]


def test_marks_of_other_media_go() -> None:
    article = Article("e", "اجتمع #وزراء_الخارجية في العاصمة أمس لبحث أزمة الحدود…")
    assert summarise([article], 20) == "اجتمع وزراء الخارجية في العاصمة أمس لبحث أزمة الحدود."


def test_the_text_leans_on_nothing_before_it() -> None:
    articles = [Article(str(n), "وأعلنت هيئة الموانئ إغلاق المرفأ أمام السفن بسبب العاصفة.") for n in range(2)]
    assert summarise(articles, 20) == "أعلنت هيئة الموانئ إغلاق المرفأ أمام السفن بسبب العاصفة."


def test_nothing_is_made_of_nothing() -> None:
    assert not summarise([], 28)
    assert not summarise([Article("f", "عاجل")], 28)
