"""How each reader is written to; rich messages beside plain ones; what an administrator says to all"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name, default in (("format", "plain"), ("digits", "western"), ("months", "common")):
        column = sa.Column(name, sa.String(20), nullable=False, server_default=default)
        op.add_column("subscribers", column)
    op.add_column("editions", sa.Column("rich", sa.Text()))
    op.create_table(
        "broadcasts",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    # Not by copying the table, as SQLite would have a constraint: an index does the same.
    op.add_column(
        "deliveries",
        sa.Column("broadcast_id", ROW_ID, sa.ForeignKey("broadcasts.id", name="fk_deliveries_broadcast_id")),
        inline_references=True,
    )
    op.create_index(
        "uq_deliveries_subscriber_id_broadcast_id", "deliveries", ["subscriber_id", "broadcast_id"], unique=True
    )
