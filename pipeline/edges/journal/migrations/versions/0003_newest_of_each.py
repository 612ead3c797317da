"""Indexes for what every pass asks: which mails wait to be read or filed, and which came, was stored or sent last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds them."""
    waits = sa.text("state = 'stored'")
    op.create_index("mails_undecided", "mails", ["received_at"], sqlite_where=waits, postgresql_where=waits)
    stand = sa.text("filed_at = ''")
    columns = ["mailbox", "folder", "uid"]
    op.create_index("places_unfiled", "places", columns, sqlite_where=stand, postgresql_where=stand)
    op.create_index("mails_by_received_at", "mails", ["received_at"])
    op.create_index("mails_by_stored_at", "mails", ["stored_at"])
    op.create_index("notices_by_sent_at", "notices", ["sent_at"])
