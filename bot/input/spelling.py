"""Words that are nearly the same: difflib's ratio, asked only where it can be high enough. Pure.

``difflib.get_close_matches`` compares a word with all spellings, which takes some 30 µs each: with 700 spellings, and
each word of a message of 4,096 letters, nobody else would be answered for a tenth of a second.
"""

from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

LONGEST = 200  # letters of what a reader writes that anything looks at
_LONGEST_SPELLING = 60  # letters: no command or city has more
_MOST_WORDS = 12  # of a message


def cut(text: str) -> str:
    """Return the part of what a reader wrote that is read."""
    return text[:LONGEST]


def list_words(phrase: str) -> list[str]:
    """Return the words of a phrase that are worth comparing, each once."""
    return list(dict.fromkeys(word for word in phrase.split() if len(word) <= _LONGEST_SPELLING))[:_MOST_WORDS]


def find_near(word: str, spellings: Collection[str], *, most: int = 3, at_least: float = 0.7) -> list[str]:
    """Return the spellings that are near to a word, the nearest first, as ``difflib.get_close_matches`` does.

    :param at_least: the ratio, of two letters that match to all letters of both words.
    """
    if not word or len(word) > _LONGEST_SPELLING:
        return []
    matcher, near = SequenceMatcher[str](), []
    matcher.set_seq2(word)
    mask = _mask(word)
    for spelling in spellings:
        total, other = len(word) + len(spelling), _mask(spelling)
        # Letters that the other word has not cannot match.
        match = min(len(word) - (mask & ~other).bit_count(), len(spelling) - (other & ~mask).bit_count())
        if 2 * match < at_least * total:
            continue
        matcher.set_seq1(spelling)
        if (ratio := matcher.ratio()) >= at_least:
            near.append((ratio, spelling))
    return [spelling for _, spelling in nlargest(most, near)]


@lru_cache(maxsize=4096)
def _mask(word: str) -> int:
    """Return a bit for each letter that a word has; a few rare letters share a bit."""
    mask = 0
    for letter in word:
        mask |= 1 << ord(letter) % 61
    return mask
