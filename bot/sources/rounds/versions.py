"""Entries that say something else than before: their articles as later versions of the earlier ones. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256

from briefings.model import Article
from storage.news.versions import trace


def name_version(article: Article, earlier: str, newer: Mapping[str, str], included: Collection[str]) -> Article:
    """Return the article of a changed entry as the later version of what was made of the entry before.

    If the story has this version already, or one that replaced it, the article replaces nothing. An outlet that goes
    back to words that it had given up makes a third version: its id is made of both, so that it is the same each time.

    :param earlier: the id of what was made of the entry before.
    :param newer: article → the article that replaced it.
    :param included: the articles that a person included; their later versions are included, too.
    """
    versions = trace(earlier, newer)
    if article.id in newer and article.id not in versions:
        article = replace(article, id="a" + sha256(f"{article.id}\n{earlier}".encode()).hexdigest()[:15])
    if article.id in versions:
        return article
    return replace(article, replaces=versions[-1], included=versions[-1] in included)
