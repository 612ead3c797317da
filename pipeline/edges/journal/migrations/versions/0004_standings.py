"""How closed cases stood when they came to rest, and indexes for what is asked of the others alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.edges.journal.schema import on_both

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the table, empty, and the indexes."""
    op.create_table(
        "standings",
        sa.Column("case_ref", on_both(sa.String(40)), sa.ForeignKey("cases.ref"), primary_key=True),
        sa.Column("fact", sa.Integer, nullable=False),
        sa.Column("basis", on_both(sa.String(64)), nullable=False),
        sa.Column("since", on_both(sa.String(40)), nullable=False),
        sa.Column("until", on_both(sa.String(40)), nullable=False),
        sa.Column("counts", on_both(sa.Text()), nullable=False),
        sa.Column("form", on_both(sa.Text()), nullable=False),
    )
    waits = sa.text("resolved_at = ''")
    op.create_index("attention_by_case", "attention", ["case_ref"])
    op.create_index("attention_open", "attention", ["case_ref", "id"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("notices_by_queued_at", "notices", ["queued_at"])
