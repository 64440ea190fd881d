"""What words mean to each other in Arabic news: roots, polarity, synonyms, kinds, countries.

The words stand in ``word_relations.toml``.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from briefings.text.arabic import fold
from briefings.text.morphology import find_lemma, word_forms
from briefings.text.tables import remember

Polarity = tuple[int, int]  # a pair of opposites, and which of the two: 1 or -1
Member = tuple[int, int]  # a group of words, and which of its members

_WEAK = str.maketrans("", "", "اويءئؤ")
_AUGMENTS = "متينس"
_ENDINGS = ("يتين", "يين", "يون", "يات", "يه", "ين", "يا", "ه", "ي", "ا")
_WORDS: dict[str, Any] = tomllib.loads(
    resources.files("briefings.text").joinpath("word_relations.toml").read_text(encoding="utf-8")
)
_NONE: frozenset[tuple[int, int]] = frozenset()

IDLE = frozenset(fold(_WORDS["idle"]).split())
NEGATIONS = frozenset(fold(_WORDS["negations"]).split())


def find_root(word: str) -> str:
    """Find the consonants of a word without what grammar adds: «يرتفع», «ارتفاع» and «المرتفعة» meet in one.

    A word with fewer than three such consonants keeps its lemma.
    """
    lemma = find_lemma(word)
    bare = lemma.removesuffix("ه").translate(_WEAK)
    while len(bare) > 3 and bare[0] in _AUGMENTS:
        bare = bare[1:]
    return bare if len(bare) >= 3 else lemma


# Roots are found when the first is asked for: they need simplemma's dictionary, which takes half a second to read.
@cache
def _list_polarities() -> dict[str, frozenset[Polarity]]:
    return _by_root(
        [
            ((pair, sign), words)
            for pair, opposites in enumerate(_WORDS["polarity"])
            for sign, words in zip((1, -1), opposites, strict=True)
        ]
    )


@cache
def _list_synonyms() -> dict[str, frozenset[Member]]:
    return _by_root([((0, index), words) for index, words in enumerate(_WORDS["synonyms"])])


@cache
def _list_denials() -> dict[str, frozenset[Member]]:
    return _by_root([((0, 0), _WORDS["denials"])])


def _by_root(groups: list[tuple[Member, str]]) -> dict[str, frozenset[Member]]:
    roots = {(find_root(word), member) for member, words in groups for word in words.split()}
    return {root: frozenset(member for other, member in roots if other == root) for root, _ in roots}


def _by_form(groups: list[tuple[Member, str]]) -> dict[str, Member]:
    return {
        form: member
        for member, words in groups
        for word in fold(words).split()
        for form in (word, word.removeprefix("ال"))
    }


_KINDS = _by_form(
    [((kind, index), words) for kind, members in enumerate(_WORDS["kinds"]) for index, words in enumerate(members)]
)
_COUNTRIES = _by_form([((0, index), words) for index, words in enumerate(_WORDS["countries"])])


def polarities_of_root(root: str) -> frozenset[Polarity]:
    """Return the polarities of a root: the pairs of opposites that have it, each with the side it stands on."""
    return _list_polarities().get(root, _NONE)


@remember
def polarities_of_word(word: str) -> frozenset[Polarity]:
    """Return the polarities of a word by its root."""
    return polarities_of_root(find_root(word))


def oppose(a: Iterable[Polarity], b: frozenset[Polarity]) -> bool:
    """Return whether one has a polarity whose opposite the other has."""
    return any((pair, -sign) in b for pair, sign in a)


def find_synonyms(root: str) -> frozenset[Member]:
    """Find the groups of synonyms that a root belongs to."""
    return _list_synonyms().get(root, _NONE)


def is_denial(root: str) -> bool:
    """Return whether a root denies, refuses, ends or fails."""
    return root in _list_denials()


def find_kind(folded: str) -> Member | None:
    """Find the kind of which a folded word is a member, and which member."""
    return next((_KINDS[form] for form in sorted(word_forms(folded)) if form in _KINDS), None)


def name_country(country: Member) -> str:
    """Return the name of a country that :func:`find_country` found."""
    name: str = _WORDS["countries"][country[1]].split()[0]
    return name


def find_country(folded: str) -> Member | None:
    """Find which country a folded word names: by itself, its people or its capital."""
    for form in sorted(word_forms(folded)):
        stems = (form, *(form.removesuffix(ending) + "ي" for ending in _ENDINGS if form.endswith(ending)))
        for stem in stems:
            if stem in _COUNTRIES:
                return _COUNTRIES[stem]
    return None
