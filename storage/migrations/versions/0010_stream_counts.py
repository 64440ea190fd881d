"""How many articles of all sources have each word of the stories' titles: by them articles are routed"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stream_counts",
        sa.Column("id", ROW_ID, nullable=False, autoincrement=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("by_word", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stream_counts"),
    )
