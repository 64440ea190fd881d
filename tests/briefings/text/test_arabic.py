import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text.arabic import (
    find_lemma,
    fold,
    fold_with_offsets,
    has_conjunction,
    is_future_verb,
    split_sentences,
    split_words,
    word_forms,
)
from tests.briefings.cases import Case, read_cases

TEXTS = st.text(st.sampled_from('ابتلمن وفبكلس أإآىةي َُّٰـ٠٩5.،؛؟!:«»"“”()\n\r\t \u200f\u2067ـab-/'), max_size=60)


@pytest.mark.parametrize("case", read_cases("sentences"))
def test_where_sentences_end(case: Case) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in split_sentences(text)] == case["expect"]


@given(TEXTS)
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    spans = split_sentences(text, 10)
    end = 10
    for span in spans:
        assert end <= span[0] < span[1]
        end = span[1]
    kept = "".join(text[start - 10 : end - 10] for start, end in spans)
    assert [char for char in kept if char.isalnum()] == [char for char in text if char.isalnum()]


@given(TEXTS)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    for index, char in enumerate(folded.text):
        start, end = folded.original(index, index + 1)
        assert fold(text[start:end]) == char


@given(TEXTS)
def test_words_slice_to_themselves(text: str) -> None:
    for word in split_words(text):
        assert text[word.start : word.end] == word.text
        assert word.folded == fold(word.text) != ""


def test_spellings_of_one_word_fold_to_one() -> None:
    assert fold("أُلْمَاتَى") == fold("الماتي")
    assert fold("حكومــة") == fold("حكومه")
    assert fold("٢٠٢٢") == fold("۲۰۲۲") == "2022"
    assert fold("\u202bنص\u202c") == "نص"


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("والاحتجاجات", "احتجاجات"),
        ("بالقوات", "قوات"),
        ("للحكومه", "حكومه"),
        ("فالرئيس", "رئيس"),
        ("ولتركيا", "تركيا"),
    ],
)
def test_clitics_and_the_article_come_off(word: str, bare: str) -> None:
    assert bare in word_forms(word)


def test_a_short_word_keeps_its_letters() -> None:
    assert word_forms("بلد") == {"بلد"}
    assert word_forms("وزير") == {"وزير"}


def test_forms_of_one_word_have_one_lemma() -> None:
    assert find_lemma("والاحتجاجات") == find_lemma("احتجاج")
    assert find_lemma("القوات") == find_lemma("قوات")
    assert find_lemma("الداخلية") != find_lemma("الخارجية")


def test_a_conjunction_is_told_from_a_first_letter() -> None:
    assert has_conjunction("وأعلنت")
    assert has_conjunction("والحكومة")
    assert not has_conjunction("وزارة")
    assert not has_conjunction("فريق")


def test_a_verb_of_the_future_is_told_from_a_noun() -> None:
    assert is_future_verb("ستبدا")
    assert is_future_verb("وسيجتمعون")
    assert not is_future_verb("سياسه")
    assert not is_future_verb("ستين")
