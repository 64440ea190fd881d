"""Arabic letters, words and sentences. Every step keeps the way back to the offsets of the original."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import simplemma

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # diacritics, Koranic marks, tatweel
BIDI_CONTROLS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff"
_DROPPED = re.compile(f"[{_MARKS}{BIDI_CONTROLS}]")
_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
    | {digit: str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
)
_WORD = re.compile(rf"\d+(?:[.,٫٬]\d+)*|[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_]*)*")
_CLAUSES = 4_000  # that are remembered folded and split: every step that reads a clause asks for it again

# Words that carry no news of their own, folded.
STOP_WORDS = frozenset(
    "في من الي على علي عن مع ان انه انها انهم اذ اذا ما لا لم لن هو هي هم هذا هذه ذلك تلك التي الذي الذين او ثم قد كان "
    "كانت يكون تكون بعد قبل عند عندما حتي كما كل بعض غير بين حين خلال منذ لدي اي ايضا هناك هنا به بها له لها لهم فيه "
    "فيها منه منها عليه عليها اثر جراء ضمن حول نحو فيما بينما حيث وقد لقد تم يتم عبر بشان بسبب جاء قال قالت اكد اعلن "
    "اعلنت ذكر ذكرت اضاف اشار".split()
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for matching, and where each of its code points stood (one more entry than code points)."""

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original's offsets of the folded slice [start, end), marks on its last letter included."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[start]


class Word(NamedTuple):  # thousands a page: a tuple is made three times as fast as a dataclass
    """A word of a text: its offsets, as written, and folded."""

    start: int
    end: int
    text: str
    folded: str


# What folding does to each letter, as one table: that is a third faster than leaving the marks out first.
_FOLDED = _LETTERS | {
    code: None for code in (*range(0x600, 0x700), *range(0x2000, 0x2070), 0xFEFF) if _DROPPED.match(chr(code))
}


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Fold spelling variants: marks and bidi controls out, alef, yaa, taa marbuta and digits made one.

    >>> fold("الأزمةُ في ألمـاتى ٢٠٢٢")
    'الازمه في الماتي 2022'
    """
    return text.translate(_FOLDED)


@lru_cache(maxsize=_CLAUSES)
def fold_with_offsets(text: str) -> Folded:
    """Like :func:`fold`, with the way back to the original's offsets."""
    folded = fold(text)
    if len(folded) == len(text):
        return Folded(folded, range(len(text) + 1))
    offsets: list[int] = []
    position = 0
    for match in _DROPPED.finditer(text):
        offsets.extend(range(position, match.start()))
        position = match.end()
    offsets.extend(range(position, len(text) + 1))
    return Folded(folded, tuple(offsets))


@lru_cache(maxsize=_CLAUSES)
def split_words(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text."""
    # Thousands a page: made by tuple itself, for Word's own constructor takes twice as long, and folded all at once.
    make, folded = tuple.__new__, fold(text)
    if len(folded) == len(text):
        return tuple(
            [
                make(Word, (start := match.start(), end := match.end(), match.group(), folded[start:end]))
                for match in _WORD.finditer(text)
            ]
        )
    return tuple(
        [
            make(Word, (*match.span(), word, plain))
            for match in _WORD.finditer(text)
            if (plain := fold(word := match.group()))
        ]
    )


def words_outside(text: str, taken: Sequence[tuple[int, int]]) -> Sequence[Word]:
    """The words of a text that none of those stretches of it touches."""
    words: Sequence[Word] = split_words(text)
    for start, end in taken:
        words = [word for word in words if word.end <= start or end <= word.start]
    return words


@lru_cache(maxsize=100_000)
def word_forms(folded: str) -> frozenset[str]:
    """A folded word with and without its clitics (و ف / ب ل ك س / ال): what it may be found under.

    At least three letters stay, so that «بوتين» does not become «تين» by accident more often than it must.
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


@lru_cache(maxsize=20_000)
def has_conjunction(word: str) -> bool:
    """Whether a word's first letter is the glued و or ف, by what the lexicon knows.

    >>> has_conjunction("وأعلنت"), has_conjunction("وزارة")
    (True, False)
    """
    rest = word[1:]
    if word[:1] not in {"و", "ف"} or len(rest) < 2:
        return False
    if word in {"وفي", "وعلى", "وعن", "ومن", "وإلى", "ومع"} or rest.startswith("ال"):
        return True
    if simplemma.is_known(_DROPPED.sub("", word), lang="ar"):
        return False
    return rest[0] in "تيأاس" or simplemma.is_known(_DROPPED.sub("", rest), lang="ar")


@lru_cache(maxsize=20_000)
def is_future_verb(folded: str) -> bool:
    """Whether a folded word is a verb with the س of the future («ستبدأ»), and not a noun that begins so («سياسة»)."""
    bare = folded[1:] if folded[:1] in "وف" and folded[1:2] == "س" else folded
    if len(bare) < 5 or bare[0] != "س" or bare[1] not in "يتنا":
        return False
    return not simplemma.is_known(bare, lang="ar") and simplemma.is_known(bare[1:], lang="ar")


_SUFFIXES = ("هما", "كما", "ات", "ون", "ين", "ان", "ها", "هم", "نا", "وا", "يه", "ه", "ي", "ت", "ا")


@lru_cache(maxsize=100_000)
def find_lemma(word: str) -> str:
    """The key under which forms of one word meet: simplemma's lemma without clitics, article and one light suffix.

    >>> find_lemma("والاحتجاجات") == find_lemma("احتجاج")
    True
    """
    lemma = fold(simplemma.lemmatize(_DROPPED.sub("", word), lang="ar"))
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


_QUOTES = {"«": "»", "“": "”", "„": "”", "(": ")", "[": "]"}
_CLOSERS = frozenset(_QUOTES.values())
_STOP = frozenset(".!?؟")
_AFTER_STOP = frozenset("»”\")]'")
_SIGNS = re.compile(r"[.!?؟«»“”„\"()\[\]]")
_DOMAIN = re.compile(r"(?:نت|كوم|[A-Za-z]{2,3})(?!\w)")  # «العربية.نت»
_ABBREVIATION = re.compile(r"(?:^|[\s(«\"“])[^\W\d_]{1,2}$")  # «د.»، «م.»


def split_sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text: lines first, then full stops outside quotations and numbers.

    A quotation is kept whole; where a line's quotation marks do not balance, they are not trusted.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        for begin, end in _split_line(line):
            spans.append((start + position + begin, start + position + end))
        position += len(line)
    return spans


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    trusted = all(line.count(a) == line.count(b) for a, b in _QUOTES.items() if a != "„") and line.count('"') % 2 == 0
    begin = depth = 0
    straight = False
    for match in _SIGNS.finditer(line):
        char, index = match.group(), match.start()
        if index < begin:
            continue  # one of several stops
        if trusted and char == '"':
            straight = not straight
        elif trusted and char in _QUOTES:
            depth += 1
        elif trusted and char in _CLOSERS:
            depth = max(0, depth - 1)
        elif char in _STOP and not depth and not straight and _ends_sentence(line, index):
            end = _skip_stops(line, index) + 1
            yield from _trim(line, begin, end)
            begin = end
    yield from _trim(line, begin, len(line))


def _ends_sentence(line: str, index: int) -> bool:
    following = line[index + 1 : index + 2]
    if following.isdigit() and line[index - 1 : index].isdigit():
        return False
    if line[index] == "." and (_ABBREVIATION.search(line[:index]) or _DOMAIN.match(line, index + 1)):
        return False
    return not following or following.isspace() or following in _STOP or following in _AFTER_STOP or following.isalpha()


def _skip_stops(line: str, index: int) -> int:
    while index + 1 < len(line) and (line[index + 1] in _STOP or line[index + 1] in _AFTER_STOP):
        index += 1
    return index


def _trim(line: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    part = line[begin:end]
    left, right = len(part) - len(part.lstrip()), len(part.rstrip())
    if any(char.isalnum() for char in part):
        yield begin + left, begin + right
