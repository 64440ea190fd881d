import pytest

from briefings.text.morphology import find_lemma, has_conjunction, is_future_verb, word_forms, words_with_form


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


@pytest.mark.parametrize("word", ["والاحتجاجات", "للحكومه", "فالرئيس", "وزير", "بلد", "كالبلاد"])
def test_a_word_is_listed_under_each_of_its_forms(word: str) -> None:
    assert all(word in words_with_form(form) for form in word_forms(word))
