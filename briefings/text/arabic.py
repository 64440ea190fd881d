"""Arabic letters, words and sentences. Every function keeps the way back to the offsets of the original."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # diacritics, Koranic marks, tatweel
BIDI_CONTROLS = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff"
BIDI = re.compile(f"[{BIDI_CONTROLS}]")
_DROPPED = re.compile(f"[{_MARKS}{BIDI_CONTROLS}]")
_LETTERS = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
_RARE_LETTERS = str.maketrans(
    {"ٱ": "ا", "ی": "ي", "ک": "ك"} | {digit: str(index % 10) for index, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
)
_RARE = re.compile("[ٱیک٠-٩۰-۹]")
_WORD = re.compile(rf"\d+(?:[.,٫٬]\d+)*|[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_]*)*")

# Words that carry no news of their own, folded.
STOP_WORDS = frozenset(
    "في من الي على علي عن مع ان انه انها انهم اذ اذا ما لا لم لن هو هي هم هذا هذه ذلك تلك التي الذي الذين او ثم قد كان "
    "كانت يكون تكون بعد قبل عند عندما حتي كما كل بعض غير بين حين خلال منذ لدي اي ايضا هناك هنا به بها له لها لهم فيه "
    "فيها منه منها عليه عليها اثر جراء ضمن حول نحو فيما بينما حيث وقد لقد تم يتم عبر بشان بسبب جاء قال قالت اكد اعلن "
    "اعلنت ذكر ذكرت اضاف اشار".split()
)


class Word(NamedTuple):  # a tuple is made three times as fast as a dataclass, and a page has thousands
    """A word or a number of a text: its offsets there, as written, and folded."""

    start: int
    end: int
    text: str
    folded: str


def fold(text: str) -> str:
    """Fold spelling variants: remove marks and bidi controls; make the forms of alef, yaa, taa marbuta, digits one.

    >>> fold("الأزمةُ في ألمـاتى ٢٠٢٢")
    'الازمه في الماتي 2022'
    """
    for letter, plain in _LETTERS.items():  # nine times as fast as one table of letters
        text = text.replace(letter, plain)
    text = _DROPPED.sub("", text)
    return text.translate(_RARE_LETTERS) if _RARE.search(text) else text


def drop_marks(word: str) -> str:
    """Remove diacritics, tatweel and bidi controls, and leave the letters as they are."""
    return _DROPPED.sub("", word)


def list_offsets(text: str, folded: str) -> Sequence[int]:
    """List where each code point of the folded text stands in the text, and one entry more for the end."""
    if len(folded) == len(text):
        return range(len(text) + 1)
    offsets: list[int] = []
    position = 0
    for match in _DROPPED.finditer(text):
        offsets.extend(range(position, match.start()))
        position = match.end()
    offsets.extend(range(position, len(text) + 1))
    return offsets


def split_words(text: str, folded: str | None = None) -> Sequence[Word]:
    """Split a text into its words and numbers.

    :param folded: the text, folded, if the caller has it.
    """
    # Word's own constructor takes twice as long as that of tuple.
    make, folded = tuple.__new__, fold(text) if folded is None else folded
    if len(folded) == len(text):
        return [
            make(Word, (start := match.start(), end := match.end(), match.group(), folded[start:end]))
            for match in _WORD.finditer(text)
        ]
    words = []
    dropped = [match.start() for match in _DROPPED.finditer(text)]
    before = 0  # how many of them stand before the word
    for match in _WORD.finditer(text):
        start, end = match.span()
        before = bisect_left(dropped, start, before)
        after = bisect_left(dropped, end, before)
        if plain := folded[start - before : end - after]:
            words.append(make(Word, (start, end, match.group(), plain)))
    return words


_QUOTES = {"«": "»", "“": "”", "„": "”", "(": ")", "[": "]"}
_CLOSERS = frozenset(_QUOTES.values())
_STOP = frozenset(".!?؟")
_AFTER_STOP = frozenset("»”\")]'")
_SIGNS = re.compile(r"[.!?؟«»“”„\"()\[\]]")
_DOMAIN = re.compile(r"(?:نت|كوم|[A-Za-z]{2,3})(?!\w)")  # «العربية.نت»
_ABBREVIATION = re.compile(r"(?:^|[\s(«\"“])[^\W\d_]{1,2}$")  # «د.»، «م.»


def split_sentences(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Find the sentences of a text: at line ends, then at full stops outside quotations and numbers.

    A quotation is kept whole. If the quotation marks of a line do not balance, they are ignored.

    :param start: is added to every offset.
    :return: offsets (start, end) without the spaces around a sentence.
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
    if line[index] == "." and (_ABBREVIATION.search(line, max(0, index - 3), index) or _DOMAIN.match(line, index + 1)):
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
