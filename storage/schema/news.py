"""The tables of the news: stories, articles, updates, corrections, the search index."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model import Kind, Precision, PublishedFrom, Reading, Tier
from storage.schema.base import ROW_ID, TERMS, Base


class StoryRow(Base):
    """The state of a story. Writers of the story's articles or updates lock its row."""

    __tablename__ = "stories"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_sequence: Mapped[int]
    alerted_up_to: Mapped[int]  # the last sequence that was considered for an alert
    figures: Mapped[list[Any]]  # see storage.news.figures
    days: Mapped[list[Any]]  # ISO 8601, those that matter most first
    version: Mapped[int]  # grows with every change that a reader could see


class ArticleRow(Base):
    __tablename__ = "articles"

    story: Mapped[str] = mapped_column(String(100), primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    text: Mapped[str]
    outlet: Mapped[str | None]
    published_on: Mapped[date | None]
    published_from: Mapped[PublishedFrom]
    published_at: Mapped[datetime | None]
    title: Mapped[str | None]
    url: Mapped[str | None]
    file: Mapped[str | None]
    body_start: Mapped[int]
    placed_outlet: Mapped[str | None]  # found by composing, beside what the article itself says
    placed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    included: Mapped[bool]  # by hand, whatever it is about
    replaces: Mapped[str | None] = mapped_column(String(100))  # the id of its earlier version


class ExtractRow(Base):
    """What was read of an article, packed; ``key`` names its text and the rules by which it was read."""

    __tablename__ = "extracts"

    story: Mapped[str] = mapped_column(String(100), primary_key=True)
    article: Mapped[str] = mapped_column(String(100), primary_key=True)
    reading: Mapped[Reading] = mapped_column(primary_key=True)
    key: Mapped[bytes]
    body: Mapped[bytes]


class UpdateRow(Base):
    """A topic update; ``uid`` is its id from the composer."""

    __tablename__ = "updates"
    __table_args__ = (UniqueConstraint("story", "uid"), Index(None, "story", "version"))

    story: Mapped[str] = mapped_column(String(100), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(100))
    topic: Mapped[str] = mapped_column(String(100))
    text: Mapped[str]
    kind: Mapped[Kind]
    event_start: Mapped[str | None]
    event_end: Mapped[str | None]
    event_precision: Mapped[Precision]
    said_by: Mapped[str | None]
    sources: Mapped[list[Any]]  # [article, start, end, text], …
    outlets: Mapped[list[Any]]
    score: Mapped[float]
    contradicts: Mapped[list[Any]]  # uids
    develops: Mapped[str | None]  # uid
    tier: Mapped[Tier]
    part_of: Mapped[str | None]  # uid of the news that it belongs to
    backlog: Mapped[bool]  # it was old when it came, beside later news: it is never unread
    inherits: Mapped[list[Any]]  # sequences of updates that were merged into this one
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # no article carries it any more
    retracted_at: Mapped[datetime | None]  # a person retracted or amended it
    version: Mapped[int]  # of the story, at the last change of the update
    fixed: Mapped[bool]  # composing does not change it: a person wrote it, or its articles are no longer kept


class CorrectionRow(Base):
    """An update that a person retracted or amended, and the update in its place, if there is one."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("story", "wrong"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    wrong: Mapped[int]  # sequences
    right: Mapped[int | None]
    created_at: Mapped[datetime]


class SearchDocumentRow(Base):
    """The terms of a current update. ``search_index`` lies over the terms: GIN, or an FTS5 table that triggers keep.

    Rows are added and deleted, never changed: the triggers handle nothing else.
    """

    __tablename__ = "search_documents"

    # Made of the story and the sequence. With an index of these, PostgreSQL would read a whole story instead of GIN.
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int]
    made_of: Mapped[str] = mapped_column(String(64))  # a digest
    words: Mapped[str] = mapped_column(TERMS)  # terms of the update itself
    quotes: Mapped[str] = mapped_column(TERMS)  # terms that only its sources have


class SearchStateRow(Base):
    """The version of the story that is indexed, and the way in which its terms were made."""

    __tablename__ = "search_states"
    __table_args__ = (UniqueConstraint("story"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(64))
