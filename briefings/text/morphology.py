"""The forms of a word: its clitics, its lemma, whether it is a verb of the future. By simplemma's dictionary."""

from functools import cache

import simplemma

from briefings.text.arabic import drop_marks, fold
from briefings.text.tables import remember

_SUFFIXES = ("هما", "كما", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "وا", "يه", "ه", "ي", "ت", "ا")
_JOINED_PREPOSITIONS = {"وفي", "وعلى", "وعن", "ومن", "وإلى", "ومع"}


@cache
def _make_lemmatizer() -> simplemma.Lemmatizer:
    return simplemma.Lemmatizer(cache_max_size=0)  # its own cache would keep words of any length


def is_known(word: str) -> bool:
    """Return whether the dictionary has a word as it is written."""
    return simplemma.is_known(word, lang="ar")


def word_forms(folded: str) -> frozenset[str]:
    """List a folded word with and without its clitics (و ف / ب ل ك س / ال): what it may be found under.

    At least three letters stay, so that «بوتين» seldom becomes «تين» by accident.
    """
    forms = {folded}
    stems = {folded}
    if folded[:1] in "وف" and len(folded) > 4:
        stems.add(folded[1:])
    for stem in tuple(stems):
        if stem.startswith("لل") and len(stem) > 4:
            stems |= {stem[2:], stem[1:]}
        elif stem[:1] in "بلك" and len(stem) > 4:
            stems.add(stem[1:])
    for stem in stems:
        forms.add(stem)
        if stem.startswith("ال") and len(stem) > 4:
            forms.add(stem[2:])
    return frozenset(forms)


def words_with_form(form: str) -> set[str]:
    """List the words that :func:`word_forms` may bring to a form: with every clitic, and the article."""
    return {
        f"{conjunction}{preposition}{article}{form}"
        for conjunction in ("", "و", "ف")
        for preposition in ("", "ب", "ل", "ك", "لل")
        for article in ("", "ال")
    }


def has_conjunction(word: str) -> bool:
    """Return whether the first letter of a word is the glued و or ف, by what the dictionary knows.

    >>> has_conjunction("وأعلنت"), has_conjunction("وزارة")
    (True, False)
    """
    rest = word[1:]
    if word[:1] not in {"و", "ف"} or len(rest) < 2:
        return False
    if word in _JOINED_PREPOSITIONS or rest.startswith("ال"):
        return True
    if is_known(drop_marks(word)):
        return False
    return rest[0] in "تيأاس" or is_known(drop_marks(rest))


def is_future_verb(folded: str) -> bool:
    """Return whether a folded word is a verb with the س of the future («ستبدأ»), and no noun («سياسة»)."""
    if "س" not in folded[:2] or len(folded) < 5:
        return False
    bare = folded[1:] if folded[0] in "وف" and folded[1] == "س" else folded
    if len(bare) < 5 or bare[0] != "س" or bare[1] not in "يتنا":
        return False
    return not is_known(bare) and is_known(bare[1:])


@remember
def find_lemma(word: str) -> str:
    """Find the key under which forms of a word meet: simplemma's lemma without clitics, article and one light suffix.

    >>> find_lemma("والاحتجاجات") == find_lemma("احتجاج")
    True
    """
    lemma = fold(_make_lemmatizer().lemmatize(drop_marks(word), lang="ar"))
    if lemma[:1] in "وف" and len(lemma) > 4:
        lemma = lemma[1:]
    if lemma.startswith("لل") and len(lemma) > 4:
        lemma = lemma[2:]
    elif lemma[:3] in {"بال", "كال"} and len(lemma) > 5:
        lemma = lemma[3:]
    elif lemma.startswith("ال") and len(lemma) > 4:
        lemma = lemma[2:]
    for suffix in _SUFFIXES:
        if lemma.endswith(suffix) and len(lemma) - len(suffix) >= 3:
            return lemma[: -len(suffix)]
    return lemma
