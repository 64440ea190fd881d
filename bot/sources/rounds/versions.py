"""Entries that say something else than before: their articles as later versions of the earlier ones. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from briefings.model import Article
from storage.news.versions import compare_words, trace

_ALIKE = 0.3  # of the words of both


class Versions(NamedTuple):
    """What a story knows of versions."""

    newer: Mapping[str, str] = MappingProxyType({})  # article → the article that replaced it
    included: Collection[str] = ()  # the articles that a person included
    texts: Mapping[str, str] = MappingProxyType({})  # of articles that may have a later version


def name_version(article: Article, earlier: str, known: Versions) -> Article:
    """Return the article of a changed entry as the later version of what was made of the entry before.

    If the story has this version already, or one that replaced it, the article replaces nothing. An outlet that goes
    back to words that it had given up makes a third version: its id is made of both, so that it is the same each time.
    If the words are others altogether, the source uses the key of an entry again: then it is an article of its own. The
    later version of an article that a person included is included, too.

    :param earlier: the id of what was made of the entry before.
    """
    if earlier in known.texts and compare_words(known.texts[earlier], article.text) < _ALIKE:
        return article
    versions = trace(earlier, known.newer)
    if article.id in known.newer and article.id not in versions:
        article = replace(article, id="a" + sha256(f"{article.id}\n{earlier}".encode()).hexdigest()[:15])
    if article.id in versions:
        return article
    return replace(article, replaces=versions[-1], included=versions[-1] in known.included)
