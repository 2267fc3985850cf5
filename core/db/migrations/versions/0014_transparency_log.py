"""Tiles, checkpoints and their key, the place outside, and a key for each person; old entries get their tiles."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WIDTH = 256


def upgrade() -> None:
    op.create_table(
        "audit_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_audit_tile")),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_key")),
    )
    op.create_table(
        "audit_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_place")),
    )
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("destroyed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_key")),
    )
    with op.batch_alter_table("audit_head") as head:
        head.add_column(sa.Column("checkpointed", sa.BigInteger(), server_default="0", nullable=False))
    _lay_tiles(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("audit_head") as head:
        head.drop_column("checkpointed")
    for table in ("person_key", "audit_place", "audit_key", "audit_checkpoint", "audit_tile"):
        op.drop_table(table)


def _lay_tiles(connection: sa.Connection) -> None:
    """Lay the full tiles of every level over the entries that are there."""
    level, hashes = 0, _leaves(connection)
    while len(hashes) >= WIDTH:
        blocks = [hashes[at : at + WIDTH] for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        roots = [_root(block) for block in blocks]
        rows = [
            {"level": level, "number": number, "root": roots[number], "hashes": b"".join(block)}
            for number, block in enumerate(blocks)
        ]
        connection.execute(_TILE.insert(), rows)
        level, hashes = level + 1, roots


def _leaves(connection: sa.Connection) -> list[bytes]:
    query = sa.select(_ENTRY.c.leaf_hash).order_by(_ENTRY.c.position)
    return [bytes(one) for one in connection.execute(query).scalars()]


def _root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


_ENTRY = sa.table("audit_entry", sa.column("position"), sa.column("leaf_hash", sa.LargeBinary()))
_TILE = sa.table(
    "audit_tile",
    sa.column("level"),
    sa.column("number"),
    sa.column("root", sa.LargeBinary()),
    sa.column("hashes", sa.LargeBinary()),
)
