"""The tables of what is told: stories, articles, updates, corrections, the search index."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model import Kind, Precision, PublishedFrom
from storage.schema.base import ROW_ID, TERMS, Base


class StoryRow(Base):
    """How far a story has come. Whoever writes articles or updates of the story locks its row."""

    __tablename__ = "stories"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    last_sequence: Mapped[int]
    alerted_up_to: Mapped[int]  # the last sequence that was considered for an alert
    figures: Mapped[list[Any]]  # see storage.figures
    version: Mapped[int]  # grows whenever something of the story changes that a reader could see


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


class UpdateRow(Base):
    """A topic update; ``uid`` is the composer's id of it."""

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
    inherits: Mapped[list[Any]]  # sequences that became this one: whoever has seen one of them has seen it
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # no article carries it any more
    retracted_at: Mapped[datetime | None]  # a person took it back
    version: Mapped[int]  # of the story, at which it was last changed
    fixed: Mapped[bool]  # composing leaves it alone: a person wrote it, or its articles are no longer kept


class CorrectionRow(Base):
    """An update that a person took back, and the one that stands in its place, if there is one."""

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("story", "wrong"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    wrong: Mapped[int]  # sequences
    right: Mapped[int | None]
    created_at: Mapped[datetime]


class SearchDocumentRow(Base):
    """What a standing update is found by. Over the terms lies ``search_index``: GIN, or an FTS5 table kept by triggers.

    Rows come and go, none is changed: the triggers know of no more.
    """

    __tablename__ = "search_documents"

    # Says the story and the sequence. An index of these would tempt PostgreSQL to read all of a story, past GIN.
    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    story: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int]
    made_of: Mapped[str] = mapped_column(String(64))  # a digest
    words: Mapped[str] = mapped_column(TERMS)  # of the update itself
    quotes: Mapped[str] = mapped_column(TERMS)  # that only its sources have


class SearchStateRow(Base):
    """The version of the story that is indexed, and the way in which its terms were made."""

    __tablename__ = "search_states"
    __table_args__ = (UniqueConstraint("story"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    story: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(64))
