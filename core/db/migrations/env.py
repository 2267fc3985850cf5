"""Alembic's environment: it runs on the connection that the desk gives it, in the desk's transaction."""

from alembic import context

from core.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
