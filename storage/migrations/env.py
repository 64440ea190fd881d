"""Alembic runs this for `upgrade`; the connection, and its transaction, belong to the caller."""

from alembic import context

from storage.schema.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
