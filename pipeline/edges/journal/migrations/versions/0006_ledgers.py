"""The ledgers of open cases as a pass last counted them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.edges.journal.schema import on_both

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the table, empty."""
    op.create_table(
        "ledgers",
        sa.Column("case_ref", on_both(sa.String(40)), sa.ForeignKey("cases.ref"), primary_key=True),
        sa.Column("rests_on", on_both(sa.String(64)), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
