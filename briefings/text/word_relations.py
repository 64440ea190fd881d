"""What words mean to each other in Arabic news: roots, opposite sides of an axis, synonyms, kinds, countries.

The words stand in ``alike_words.toml``.
"""

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from briefings.text.arabic import find_lemma, fold, word_forms

Place = tuple[int, int]  # an axis and its side (1 or -1), or a kind and which one of it

_WEAK = str.maketrans("", "", "اويءئؤ")
_AUGMENTS = "متينس"
_ENDINGS = ("يتين", "يين", "يون", "يات", "يه", "ين", "يا", "ه", "ي", "ا")
_WORDS: dict[str, Any] = tomllib.loads(
    resources.files("briefings.text").joinpath("word_relations.toml").read_text(encoding="utf-8")
)

IDLE = frozenset(fold(_WORDS["idle"]).split())
NEGATIONS = frozenset(fold(_WORDS["negations"]).split())


@lru_cache(maxsize=50_000)
def find_root(word: str) -> str:
    """The consonants of a word without what grammar adds: «يرتفع», «ارتفاع» and «المرتفعة» meet in one.

    Words of fewer than three such consonants keep their lemma.
    """
    lemma = find_lemma(word)
    bare = lemma.removesuffix("ه").translate(_WEAK)
    while len(bare) > 3 and bare[0] in _AUGMENTS:
        bare = bare[1:]
    return bare if len(bare) >= 3 else lemma


# Roots are found when the first is asked for: they need simplemma's dictionary, which takes half a second to read.
@cache
def _list_sides() -> dict[str, frozenset[Place]]:
    return _by_root(
        [
            ((axis, sign), words)
            for axis, sides in enumerate(_WORDS["axes"])
            for sign, words in zip((1, -1), sides, strict=True)
        ]
    )


@cache
def _list_synonyms() -> dict[str, frozenset[Place]]:
    return _by_root([((0, index), words) for index, words in enumerate(_WORDS["synonyms"])])


@cache
def _list_denials() -> dict[str, frozenset[Place]]:
    return _by_root([((0, 0), _WORDS["denials"])])


def _by_root(groups: list[tuple[Place, str]]) -> dict[str, frozenset[Place]]:
    roots = {(find_root(word), place) for place, words in groups for word in words.split()}
    return {root: frozenset(place for other, place in roots if other == root) for root, _ in roots}


def _by_form(groups: list[tuple[Place, str]]) -> dict[str, Place]:
    return {
        form: place
        for place, words in groups
        for word in fold(words).split()
        for form in (word, word.removeprefix("ال"))
    }


_KINDS = _by_form(
    [((kind, index), words) for kind, members in enumerate(_WORDS["kinds"]) for index, words in enumerate(members)]
)
_COUNTRIES = _by_form([((0, index), words) for index, words in enumerate(_WORDS["countries"])])


def find_sides(root: str) -> frozenset[Place]:
    """The axes that a root lies on, with its side of each."""
    return _list_sides().get(root, frozenset())


def find_synonyms(root: str) -> frozenset[Place]:
    """The groups of synonyms that a root belongs to."""
    return _list_synonyms().get(root, frozenset())


def is_denial(root: str) -> bool:
    """Whether a root denies, refuses, ends or fails."""
    return root in _list_denials()


@lru_cache(maxsize=50_000)
def find_kind(folded: str) -> Place | None:
    """The kind of which a folded word is one, and which one."""
    return next((_KINDS[form] for form in sorted(word_forms(folded)) if form in _KINDS), None)


@lru_cache(maxsize=50_000)
def find_country(folded: str) -> Place | None:
    """Which country a folded word names: by itself, its people or its capital."""
    for form in sorted(word_forms(folded)):
        stems = (form, *(form.removesuffix(ending) + "ي" for ending in _ENDINGS if form.endswith(ending)))
        for stem in stems:
            if stem in _COUNTRIES:
                return _COUNTRIES[stem]
    return None
