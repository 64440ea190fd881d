"""The results of reading and storing articles."""

from dataclasses import dataclass
from pathlib import Path

from briefings.model import Article
from storage.model.values import UpdateChanges


class UnknownArticleError(Exception):
    """No article of the story has this id; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, or an article or a line in it, that was left out, and why."""

    path: Path
    reason: str
    article: str | None = None  # its id, if it was read, stored and set aside
    why: str = ""  # then the reason alone, in words that follow «it»


@dataclass(frozen=True, slots=True)
class Intake:
    """The articles that were read, and what was left out."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What storing articles changed."""

    read: int
    new: int
    changes: UpdateChanges
    set_aside: tuple[Problem, ...] = ()  # the articles off which nothing was read
