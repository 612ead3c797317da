"""How Alembic reaches the journal: always through the connection that the journal hands over."""

from alembic import context

from pipeline.edges.journal.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
