"""At which version of the story each update was last changed: who knows an earlier one reads what is new"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_updates_story_version", "updates", ["story", "version"])
