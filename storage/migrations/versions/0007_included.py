"""Which articles a person included, whatever they are about; which days of a story matter most"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("included", sa.Boolean(), nullable=False, server_default=sa.false()))
    # What was told stays told: of the articles that are there nobody asked what they are about.
    op.execute(sa.text("UPDATE articles SET included = true"))
    op.add_column("stories", sa.Column("days", sa.JSON(), nullable=False, server_default="[]"))
