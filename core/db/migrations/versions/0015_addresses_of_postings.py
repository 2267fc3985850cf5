"""Authors and recipients whom the site calls by an address are found without a look at every posting."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("author", "recipient"):
        which = sa.text(f"{column} LIKE '%@%'")
        name = f"ix_posting_{column}_address"
        op.create_index(name, "posting", [column], sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    for column in ("recipient", "author"):
        op.drop_index(f"ix_posting_{column}_address", table_name="posting")
