"""What an update is for, and to which news it belongs; which news was old when it came; where a reader began"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates", sa.Column("tier", sa.String(20), nullable=False, server_default="news"))
    op.add_column("updates", sa.Column("part_of", sa.Text()))
    op.add_column("updates", sa.Column("backlog", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("subscribers", sa.Column("begins_after", sa.Integer(), nullable=False, server_default="0"))
