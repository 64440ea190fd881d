"""One short text on one event, in the words of the outlets that report it.

What several outlets open with is what happened. So every sentence near the top of an article, and what it may safely be
shortened to, is a candidate; the one that the *other* outlets bear out best is taken. Nothing is put together from
pieces of two sentences. One article alone has nobody to bear it out: there the position decides.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from briefings.compression.cuts import shorter_forms
from briefings.model import Article
from briefings.text import STOP_WORDS, ParsedText, Word, find_lemma, has_conjunction, split_sentences, split_words

T = TypeVar("T")

# Fitted by gradient ascent on the expected share of word pairs with what editors wrote, on 414 groups of 2 to 8 Arabic
# news articles of 2018 (forward selection among 33 reasons; the other thirty added nothing that lasted). Five-fold
# cross-validation on the 118 groups that a study had put together: ROUGE-2 13.8; these weights there: 14.0.
_WEIGHTS = {"borne_out": 1.56, "common_words": 1.11, "own_title": 0.57, "position": 0.28}
_SENTENCES = 5  # of an article that may become the text
_OPENING = 3  # of them, with the title, say what the article is about
_SLACK = 1.5  # a whole sentence may be so much longer than what was asked for
_LEAST = 6  # words of a candidate
_FITS = 0.3  # of a sentence that is still added
_LEAST_ALONE = 4  # of a sentence in a longer text
_READABLE = 28  # words of a sentence that is best to read
_LENGTH = 0.06  # weight of that


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may stand for the event, or what it was shortened to, and what speaks for it."""

    text: str
    words: int
    reasons: dict[str, float]

    @property
    def score(self) -> float:
        """The reasons, weighed."""
        return sum(_WEIGHTS[name] * value for name, value in self.reasons.items())


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is compared of an article: sentences of its top, the first one's pairs of words, and lemmas."""

    sentences: tuple[str, ...]
    first: Counter[tuple[str, str]]  # the pairs of words of its first sentence
    title: Counter[str]  # lemmas
    lemmas: frozenset[str]  # of title and opening


def summarise(articles: Sequence[Article], words: int) -> str:
    """Say in about that many words what the articles, all on one event, report."""
    if len(articles) == 1:
        return _shorten_article(articles[0], words)
    candidates = list_candidates(articles, words)
    fitting = [candidate for candidate in candidates if candidate.words <= words * _SLACK] or candidates
    # Rounded, and the text itself last: the order of the articles does not matter.
    best = max(fitting, key=lambda candidate: (round(candidate.score, 9), candidate.text), default=None)
    if best is None:
        return ""
    text = _tidy(best.text)
    return text[1:] if has_conjunction(split_words(text)[0].text) else text


def _shorten_article(article: Article, words: int) -> str:
    """The sentences that come first, those of a readable length a little sooner, in their order, until it is enough."""
    sentences = [(text, len(split_words(text))) for text in _sentences_of(article)]
    body = [(index, text, size) for index, (text, size) in enumerate(sentences) if size >= _LEAST_ALONE]
    ranked = sorted(body, key=lambda item: abs(math.log(item[2] / _READABLE)) * _LENGTH - 1 / math.sqrt(1 + item[0]))
    taken: list[tuple[int, str]] = []
    left = words
    for index, text, size in ranked:
        if taken and left < size * _FITS:
            break
        taken.append((index, text))
        left -= size
    return " ".join(_tidy(text) for _, text in sorted(taken))


def list_candidates(articles: Sequence[Article], words: int) -> list[Candidate]:
    """All that might be said, with the reasons that speak for each."""
    readings = [_read(article) for article in articles]
    held = Counter(lemma for reading in readings for lemma in reading.lemmas)
    common = sum(count - 1 for count in held.values())
    return [
        Candidate(form, len(said), _find_reasons(said[:words], position, own, readings, held, common))
        for own, reading in enumerate(readings)
        for position, sentence in enumerate(reading.sentences)
        for form in shorter_forms(ParsedText(sentence))
        if len(said := split_words(form)) >= _LEAST
    ]


def _find_reasons(
    said: Sequence[Word], position: int, own: int, readings: Sequence[_Reading], held: Counter[str], common: int
) -> dict[str, float]:
    others = [reading for index, reading in enumerate(readings) if index != own]
    pairs = _pair_up(word.folded for word in said)
    lemmas = Counter(find_lemma(word.text) for word in said)
    return {
        "borne_out": sum(_overlap(pairs, other.first) for other in others) / max(1, len(others)),
        "common_words": sum(held[lemma] - 1 for lemma in lemmas if held[lemma]) / max(1, common),
        "own_title": _overlap(lemmas, readings[own].title),
        "position": 1 / (1 + position),
    }


def _read(article: Article) -> _Reading:
    sentences = _sentences_of(article)[:_SENTENCES]
    title = split_words(article.title or "")
    opening = [split_words(sentence) for sentence in sentences[:_OPENING]]
    content = [word for part in (title, *opening) for word in part if _is_content(word.folded)]
    return _Reading(
        sentences=tuple(sentences),
        first=_pair_up(word.folded for word in opening[0]) if opening else Counter(),
        title=Counter(find_lemma(word.text) for word in title),
        lemmas=frozenset(find_lemma(word.text) for word in content),
    )


def _sentences_of(article: Article) -> list[str]:
    text = article.text
    return [text[start:end] for start, end in split_sentences(text[article.body_start :], article.body_start)]


def _is_content(folded: str) -> bool:
    return len(folded) > 2 and folded not in STOP_WORDS


def _pair_up(words: Iterable[str]) -> Counter[tuple[str, str]]:
    return Counter(pairwise(words))


def _overlap(a: Counter[T], b: Counter[T]) -> float:
    """F1 of two bags."""
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _tidy(text: str) -> str:
    """No marks of other media, and one full stop."""
    plain = " ".join(text.replace("#", "").replace("_", " ").split()).rstrip(" ،,؛:.…")
    plain = re.sub(r"[.،]+([\"»”])$", r"\1", plain)
    return plain if plain[-1:] in {"!", "؟"} else f"{plain}."
