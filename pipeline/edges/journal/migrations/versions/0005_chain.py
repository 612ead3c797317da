"""A chain over all that is recorded, each entry with the hash of the one before; what was there is taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.edges.journal.chain import Chain
from pipeline.edges.journal.schema import on_both

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Makes it."""
    op.create_table(
        "chain",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", on_both(sa.String(12)), nullable=False),
        sa.Column("row_key", on_both(sa.Text()), nullable=False),
        sa.Column("salt", on_both(sa.String(32)), nullable=False),
        sa.Column("digest", on_both(sa.String(64)), nullable=False),
        sa.Column("hash", on_both(sa.String(64)), nullable=False),
    )
    op.create_index("chain_by_row", "chain", ["kind", "row_key"])
    Chain(op.get_bind()).link_everything()
