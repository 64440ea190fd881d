"""Which of several copies of a text counts, whatever order they come in. Pure."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from zlib import crc32

from briefings.model import Article

MOST_COPIES = 20  # of one text that are read: the outlets of a wire text

# The words of a text are dealt to parts, each word by itself. So a word that was changed spoils two parts at most.
_PARTS = 16
_SAME_PARTS = 0.6  # from this share on one text is nearly the other: two of its words may have been changed
_LEAST_WORDS = 24  # of a text that can be nearly another: in a shorter one a word that differs may be the news
_REACH = 7  # days between two texts that are nearly one
_LOOKED_AT = 100  # texts with a part in common that are compared: the last ones

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,/:٫٬]\d+)*(?!\w)")

_Parts = frozenset[tuple[int, bytes]]
_LAST = datetime.max.replace(tzinfo=UTC)


def find_words(article: Article) -> str:
    """Return the words of an article, by which its copies are known."""
    return " ".join(article.text[article.body_start :].split())


def precede(article: Article) -> tuple[object, ...]:
    """Return the key of an article among those with its id: one included by hand goes first, then the earliest."""
    return (
        not article.included,
        article.published_on or date.max,
        article.published_at or _LAST,
        *(value or "" for value in (article.title, article.url, article.file)),
        article.text,
    )


def choose_copies(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return each article once: of several with one id, the one that precedes the others."""
    chosen: dict[str, Article] = {}
    for article in articles:
        known = chosen.get(article.id)
        if known is None or precede(article) < precede(known):
            chosen[article.id] = article
    return tuple(chosen.values())


class Copies:
    """The articles of a story by their words, and which of them need not be read because enough others say the same.

    Which those are depends on the articles alone, not on the order in which they come.
    """

    def __init__(self) -> None:
        self._same: defaultdict[str, list[Article]] = defaultdict(list)  # by their words
        self._groups: defaultdict[frozenset[str], dict[str, Article]] = defaultdict(dict)  # by their numbers
        self._parts: dict[str, _Parts] = {}
        self._touched: set[frozenset[str]] = set()
        self._surplus: dict[frozenset[str], dict[str, str]] = {}

    def list_same(self, article: Article) -> list[Article]:
        """List the articles with the same words."""
        return list(self._same[find_words(article)])

    def add(self, article: Article) -> None:
        """Take an article in."""
        words = find_words(article)
        self._same[words].append(article)
        self._parts[article.id] = _deal(words)
        self._group(words)[article.id] = article

    def remove(self, article: Article) -> None:
        """Take an article out again."""
        words = find_words(article)
        self._same[words].remove(article)
        del self._parts[article.id], self._group(words)[article.id]

    def find_surplus(self) -> dict[str, str]:
        """Find the articles that need not be read; return the reasons by their ids."""
        for numbers in self._touched:
            self._surplus[numbers] = self._sift(sorted(self._groups[numbers].values(), key=_order))
        self._touched = set()
        return {article: reason for surplus in self._surplus.values() for article, reason in surplus.items()}

    def _group(self, words: str) -> dict[str, Article]:
        """Return the articles with the numbers of a text: who changes a number changes the news."""
        numbers = frozenset(_NUMBER.findall(words))
        self._touched.add(numbers)
        return self._groups[numbers]

    def _sift(self, articles: Sequence[Article]) -> dict[str, str]:
        surplus: dict[str, str] = {}
        if len(articles) <= MOST_COPIES:
            return surplus
        same: Counter[_Parts] = Counter()
        kept: defaultdict[tuple[bool, tuple[int, bytes]], deque[Article]] = defaultdict(
            lambda: deque(maxlen=_LOOKED_AT)
        )
        for article in articles:
            parts, undated = self._parts[article.id], article.published_on is None
            if same[parts] >= MOST_COPIES:
                surplus[article.id] = f"has the words of {MOST_COPIES} other articles"
            elif self._count_near(article, (kept[undated, part] for part in parts)) >= MOST_COPIES:
                surplus[article.id] = f"has nearly the words of {MOST_COPIES} other articles"
            else:
                same[parts] += 1
                for part in parts:
                    kept[undated, part].append(article)
        return surplus

    def _count_near(self, article: Article, kept: Iterable[Iterable[Article]]) -> int:
        """Count the articles of about one day that share most of their parts with one."""
        own = self._parts[article.id]
        shared = Counter(other for others in kept for other in others)
        return sum(
            count >= _SAME_PARTS * max(len(own), len(self._parts[other.id])) and _count_days(article, other) <= _REACH
            for other, count in shared.items()
        )


def _order(article: Article) -> tuple[object, ...]:
    return *precede(article), article.id


def _deal(words: str) -> _Parts:
    """Deal the words of a text to parts; return those that got any, each as a digest. A short text is one part."""
    if words.count(" ") < _LEAST_WORDS - 1:
        return frozenset({(_PARTS, _digest([words]))})
    dealt: defaultdict[int, set[str]] = defaultdict(set)
    for word in words.split():
        dealt[crc32(word.encode()) % _PARTS].add(word)
    return frozenset((number, _digest(part)) for number, part in dealt.items())


def _digest(words: Iterable[str]) -> bytes:
    return blake2b(" ".join(sorted(words)).encode(), digest_size=8).digest()


def _count_days(article: Article, other: Article) -> int:
    if article.published_on is None or other.published_on is None:
        return 0
    return abs((article.published_on - other.published_on).days)
