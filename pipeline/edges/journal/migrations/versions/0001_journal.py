"""The first journal: mails and where they stood, cases and their facts, what was said and what a person must see."""

from alembic import op

from pipeline.edges.journal import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Creates every table."""
    schema.METADATA.create_all(op.get_bind())
