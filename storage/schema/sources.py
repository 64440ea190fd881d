"""The tables of sources: where articles come from, their entries, what was left out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from briefings.model import PublishedFrom
from storage.model.sources import SourceState
from storage.schema.base import ROW_ID, Base


class SourceRow(Base):
    """A source; the columns are those of ``storage.model.sources.NewsSource``."""

    __tablename__ = "sources"
    __table_args__ = (
        UniqueConstraint("url"),
        {"sqlite_autoincrement": True},  # operators write the numbers down: none is used again
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    url: Mapped[str]
    kind: Mapped[str | None] = mapped_column(String(20))
    outlet: Mapped[str | None]
    title: Mapped[str | None]
    state: Mapped[SourceState]
    added_at: Mapped[datetime]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    next_at: Mapped[datetime]
    interval_s: Mapped[float]
    news_per_day: Mapped[float | None]
    fetched_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_news_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    last_fault: Mapped[str | None]
    failures: Mapped[int]
    told_at: Mapped[datetime | None]
    entries: Mapped[int]
    articles: Mapped[int]
    on_story: Mapped[int]


class EntryRow(Base):
    """An entry that a source has, or had not long ago."""

    __tablename__ = "source_entries"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # a digest: a source's own keys may be of any length
    digest: Mapped[str] = mapped_column(String(64))  # of the content: another one is another version
    article: Mapped[str | None] = mapped_column(String(100))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class LeftOutRow(Base):
    """An article that no story has, kept for some days so that a person can bring it in."""

    __tablename__ = "left_out"
    __table_args__ = (Index(None, "left_out_at"),)

    article: Mapped[str] = mapped_column(String(100), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    reason: Mapped[str]
    left_out_at: Mapped[datetime]
    text: Mapped[str]
    outlet: Mapped[str | None]
    published_on: Mapped[date | None]
    published_from: Mapped[PublishedFrom]
    published_at: Mapped[datetime | None]
    title: Mapped[str | None]
    url: Mapped[str | None]
    file: Mapped[str | None]
    body_start: Mapped[int]
    replaces: Mapped[str | None] = mapped_column(String(100))


class StreamCountsRow(Base):
    """How many articles of all sources have each word of the stories' titles. There is one row."""

    __tablename__ = "stream_counts"

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, autoincrement=False)
    articles: Mapped[int]
    by_word: Mapped[dict[str, Any]] = mapped_column(JSON())
