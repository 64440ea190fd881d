"""What was read of each article, so that it is not read again"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extracts",
        sa.Column("story", sa.String(100), nullable=False),
        sa.Column("article", sa.String(100), nullable=False),
        sa.Column("reading", sa.String(20), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story", "article", "reading", name="pk_extracts"),
    )
