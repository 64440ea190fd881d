"""Align two sentences word by word: find which words of one are which of the other."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from briefings.dates.words import MONTHS, WEEKDAYS
from briefings.parsing.quantities import find_numbers
from briefings.text import (
    IDLE,
    NEGATIONS,
    STOP_WORDS,
    Member,
    ParsedText,
    Polarity,
    Word,
    find_country,
    find_kind,
    find_lemma,
    find_root,
    find_synonyms,
    fold,
    polarities_of_root,
    remember,
    word_forms,
)

# The day is compared elsewhere, by what it means: «الأحد» and «2 يناير» may be one.
_MONTH = "|".join(sorted({fold(name) for names in MONTHS for name in names.split("|")}, key=len, reverse=True))
_WEEKDAY = "|".join(fold(day) for day in WEEKDAYS)
_DATES = re.compile(
    rf"(?<!\w)(?:و|ف|ب|ل)?(?:(?:\d{{1,2}}(?: من)?|ال\w+ من) )?(?:{_MONTH})(?: ?/ ?(?:{_MONTH}))?"
    r"(?: (?:الجاري|الماضي|المقبل|\d{4}))?(?!\w)"
    rf"|(?<!\w)(?:و|ف)?(?:(?:يوم )?(?:امس |اليوم |غد )?(?:{_WEEKDAY})"
    r"|اليوم|امس|غدا)(?: (?:الماضي|المقبل|الجاري))?(?!\w)"
)
_SIMILAR = 0.6  # of the letter pairs shared: from here on two words may be spellings of one
_PREPOSITIONS = frozenset("في علي الي من عن ضد امام لدي مع الذي التي".split())
_COMPARED = 100  # content words of a sentence that are aligned: only a sentence that fills a page has more
_GOVERNED = 2  # words behind a preposition that belong to it: «على فريق الجبل»


class Token(NamedTuple):
    """A content word, and everything it is compared by."""

    folded: str
    forms: frozenset[str]
    lemma: str
    root: str
    polarities: frozenset[Polarity]
    synonyms: frozenset[Member]
    kind: Member | None
    country: Member | None
    letters: frozenset[str]
    keys: frozenset[object]  # all of the above but the letters: words with none in common can only be spelled alike


class ComparedText:
    """A sentence as it is compared: its content words, its numbers, whether it negates; without its dates."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        text = ParsedText(_DATES.sub(" ", fold(raw)))
        words = text.words
        content = [index for index, word in enumerate(words) if _is_content(word)][:_COMPARED]
        self.tokens = tuple(_read_word(words[index].folded) for index in content)
        # For each of them the preposition before it, "" if there is none.
        self.governed = tuple(_find_preposition(words, index) for index in content)
        self.numbers = find_numbers(text)
        self.negated = any(word.folded in NEGATIONS for word in words)


class Pair(NamedTuple):
    """Two aligned words, by their places."""

    left: int
    right: int
    score: float


def _find_preposition(words: Sequence[Word], index: int) -> str:
    """Find the preposition that a word stands behind, or has in front."""
    before = (word.folded for word in reversed(words[max(0, index - _GOVERNED) : index]))
    glued = words[index].folded[:2] if words[index].folded.startswith(("لل", "بال")) else ""
    return glued or next((folded for folded in before if folded in _PREPOSITIONS), "")


def _is_content(word: Word) -> bool:
    bare = word.folded.removeprefix("و") if len(word.folded) > 3 else word.folded
    return (
        bare not in IDLE
        and word.folded not in STOP_WORDS
        and bare not in STOP_WORDS
        and (len(bare) > 1 or bare.isdigit())
    )


@remember
def _read_word(folded: str) -> Token:
    root, forms, lemma, country = find_root(folded), word_forms(folded), find_lemma(folded), find_country(folded)
    polarities, synonyms = polarities_of_root(root), find_synonyms(root)
    return Token(
        folded,
        forms,
        lemma,
        root,
        polarities,
        synonyms,
        find_kind(folded),
        country,
        frozenset(f" {folded} "[index : index + 2] for index in range(len(folded) + 1)),
        frozenset({
            *forms, ("lemma", lemma), ("root", root), *((("country", country),) if country else ()),
            *(("polarity", polarity) for polarity in polarities), *(("synonym", synonym) for synonym in synonyms),
        }),
    )  # fmt: skip


def align_words(left: Sequence[Token], right: Sequence[Token]) -> list[Pair]:
    """Align the words of two sentences one to one, the surest pairs first."""
    # A word that comes again is compared once.
    others = {token.folded for token in right}
    rows = {
        word: {other: score for other in others if (score := _match_words(f"{word} {other}")) > 0}
        for word in {token.folded for token in left}
    }
    candidates = [
        Pair(i, j, row[b.folded])
        for i, a in enumerate(left)
        if (row := rows[a.folded])
        for j, b in enumerate(right)
        if b.folded in row
    ]
    candidates.sort(key=lambda pair: (-pair.score, abs(pair.left - pair.right), pair.left))
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for pair in candidates:
        if pair.left not in used_left and pair.right not in used_right:
            used_left.add(pair.left)
            used_right.add(pair.right)
            pairs.append(pair)
    return pairs


@remember
def _match_words(words: str) -> float:
    """Return how surely two words with a space between them are one: a story has few words, and many pairs of texts."""
    left, _, right = words.partition(" ")
    return _match(_read_word(left), _read_word(right))


def _match(a: Token, b: Token) -> float:
    """Return how surely two words are one: 1 for the same letters, less if grammar or wording differ, else 0."""
    if a.folded == b.folded:
        return 1.0
    if a.folded[0].isdigit() or b.folded[0].isdigit():
        return 0.0
    if not a.keys.isdisjoint(b.keys):
        if not a.forms.isdisjoint(b.forms):
            return 0.97
        if a.lemma == b.lemma or a.root == b.root or (a.country and a.country == b.country):
            return 0.9
        if a.polarities & b.polarities or a.synonyms & b.synonyms:
            return 0.8
    shared = 2 * len(a.letters & b.letters) / (len(a.letters) + len(b.letters))
    return 0.85 * shared if shared >= _SIMILAR else 0.0
