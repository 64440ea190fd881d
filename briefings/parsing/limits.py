"""What one article may cost, and which text is no article of ours: bounds against what strangers send."""

import re

from briefings.model import Article

LONGEST_SENTENCE = 1_500  # letters: nobody reads a longer one aloud, so it is no prose
MOST_SENTENCES = 400  # of one article that are read for news; a long report has some 120

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_LETTER = re.compile(r"[\u0621-\u064aٱیک]")
_OTHER_ALPHABET = re.compile(r"[پچژگٹڈڑںےہھۆەێ]")  # of Persian, Urdu and Kurdish, which Arabic does not have
_LEAST_ARABIC = 0.25  # of an article's letters: its names and addresses may be Latin
_MOST_OF_OTHERS = 0.015  # of its Arabic letters: a Persian page has three times as many
_LOOKED_AT = 20_000  # letters of an article in which its language shows


class UnreadableError(Exception):
    """A text that is no article of ours. The message is the reason, in one line."""


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
