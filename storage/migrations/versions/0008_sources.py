"""Where news comes from: sources, what is known of their entries, what was left out; versions of an article"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("articles", sa.Column("replaces", sa.String(100)))
    op.create_table(
        "sources",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20)),
        sa.Column("outlet", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("interval_s", sa.Double(), nullable=False),
        sa.Column("news_per_day", sa.Double()),
        sa.Column("fetched_at", MOMENT),
        sa.Column("last_success_at", MOMENT),
        sa.Column("last_news_at", MOMENT),
        sa.Column("failing_since", MOMENT),
        sa.Column("last_fault", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("on_story", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("url", name="uq_sources_url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source_entries",
        sa.Column("source_id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("article", sa.String(100)),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_source_entries_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "key", name="pk_source_entries"),
    )
    op.create_table(
        "left_out",
        sa.Column("article", sa.String(100), nullable=False),
        sa.Column("source_id", ROW_ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("left_out_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("published_on", sa.Date()),
        sa.Column("published_from", sa.String(20), nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("file", sa.Text()),
        sa.Column("body_start", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.String(100)),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_left_out_source_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", name="pk_left_out"),
    )
    op.create_index("ix_left_out_left_out_at", "left_out", ["left_out_at"])
