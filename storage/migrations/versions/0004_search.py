"""What updates are found by: terms, in FTS5 or in tsvectors; filled by the bot, which knows what a term is"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TERMS = TSVECTOR().with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_states",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_states"),
        sa.UniqueConstraint("story", name="uq_search_states_story"),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", ROW_ID, nullable=False, autoincrement=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_of", sa.String(64), nullable=False),
        sa.Column("words", TERMS, nullable=False),
        sa.Column("quotes", TERMS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_documents"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("search_index", "search_documents", ["words", "quotes"], postgresql_using="gin")
        return
    # FTS5 keeps no second copy of the text, and hears of every row. Rows are not updated: one goes, another comes.
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(words, quotes, content='search_documents', content_rowid='id',"
        " tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    op.execute(
        "CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN"
        " INSERT INTO search_index (rowid, words, quotes) VALUES (new.id, new.words, new.quotes); END"
    )
    op.execute(
        "CREATE TRIGGER search_documents_dropped AFTER DELETE ON search_documents BEGIN"
        " INSERT INTO search_index (search_index, rowid, words, quotes)"
        " VALUES ('delete', old.id, old.words, old.quotes); END"
    )
