"""The journal as version 0.1 makes it: the step from which every later one goes on."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: a journal without a revision is made whole from the schema."""
