"""What reading and storing articles came to."""

from dataclasses import dataclass
from pathlib import Path

from briefings.model import Article
from storage.model.values import UpdateChanges


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was left out, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read, and what could not be."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What taking articles in has changed."""

    read: int
    new: int
    changes: UpdateChanges
