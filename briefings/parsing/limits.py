"""What one article may cost, and which text is no article of ours: bounds against what strangers send."""

import re
from collections import Counter

from briefings.model import Article
from briefings.text import fold, lexicon

LONGEST_SENTENCE = 1_500  # letters: nobody reads a longer one aloud, so it is no prose
# Of 17,000 articles of 2018 the longest has 21,000 letters and 169 sentences.
MOST_LETTERS = 25_000  # of an article that are read
MOST_SENTENCES = 180
MOST_LINES = 1_000
MOST_TIMES = 3  # that an article may say a sentence in the same words

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_LETTER = re.compile(r"[\u0621-\u064aٱیک]")
_OTHER_ALPHABET = re.compile(r"[پچژگٹڈڑںےہھۆەێ]")  # of Persian, Urdu and Kurdish, which Arabic does not have
_LEAST_ARABIC = 0.25  # of an article's letters: its names and addresses may be Latin
_MOST_OF_OTHERS = 0.015  # of its Arabic letters: a Persian page has three times as many
_OPINION = re.compile(lexicon.alternation("opinion_article"))
_EDGE = 400  # letters at either end, where an outlet says whose opinion it is
_LOOKED_AT = 20_000  # letters of an article in which its language shows


class UnreadableError(Exception):
    """A text that is no article of ours. The message is the reason, in one line."""


class Allowance:
    """How much of an article is still read. What is beyond it is left out: it is nobody's report."""

    def __init__(self) -> None:
        self._lines = MOST_LINES
        self._letters = MOST_LETTERS
        self._sentences = MOST_SENTENCES
        self._said: Counter[str] = Counter()

    @property
    def is_used_up(self) -> bool:
        """Whether nothing more is read."""
        return min(self._lines, self._letters, self._sentences) <= 0

    def take_line(self) -> None:
        """Take a line from the allowance."""
        self._lines -= 1

    def grants(self, sentence: str) -> bool:
        """Return whether a sentence is read, and take it from the allowance."""
        self._sentences -= 1
        if len(sentence) > LONGEST_SENTENCE or self._said[sentence] >= MOST_TIMES:
            return False
        self._said[sentence] += 1
        self._letters -= len(sentence)
        return True


def check_is_report(article: Article) -> None:
    """Check that an article is its outlet's report. An article that was included by hand is.

    :raises UnreadableError: if the outlet says that it is somebody's opinion.
    """
    if article.included:
        return
    edges = article.text[article.body_start :][:_EDGE], article.text[article.body_start :][-_EDGE:]
    if any(_OPINION.search(fold(edge)) for edge in edges):
        raise UnreadableError("is an opinion article")


def check_language(article: Article) -> None:
    """Check that an article is in Arabic.

    :raises UnreadableError: if it is in another language.
    """
    text = article.text[article.body_start : article.body_start + _LOOKED_AT]
    letters, arabic = len(_LETTER.findall(text)), len(_ARABIC_LETTER.findall(text))
    if arabic < _LEAST_ARABIC * letters or not arabic:
        raise UnreadableError("is not in Arabic")
    if "ة" not in text and len(_OTHER_ALPHABET.findall(text)) > _MOST_OF_OTHERS * arabic:
        raise UnreadableError("is in the letters of Arabic, but in another language")
