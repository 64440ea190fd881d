import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text.arabic import fold, split_sentences, split_words
from briefings.text.document import ParsedText
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
    parsed = ParsedText(text)
    assert parsed.folded == fold(text)
    assert len(parsed.offsets) == len(parsed.folded) + 1
    for index, char in enumerate(parsed.folded):
        start, end = parsed.original(index, index + 1)
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
