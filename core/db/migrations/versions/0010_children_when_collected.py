"""Whom a record shows to have been a child when it was collected is locked, as they should have been (C24)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import context, op

from core.db.base import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHILD = 13
PERSON = sa.table("person", sa.column("id"), sa.column("under_13", sa.Boolean), sa.column("version"))
RECORD = sa.table(
    "person_record",
    sa.column("person_id"),
    sa.column("birth_date", sa.Date),
    sa.column("stated_age"),
    sa.column("collected_at", Instant()),
)


def upgrade() -> None:
    _lock_children()


def downgrade() -> None:
    """Nobody is unlocked."""


def _lock_children() -> None:
    bind = op.get_bind()
    locked = PERSON.update().values(under_13=True, version=PERSON.c.version + 1)
    changed = 0
    for person in sorted(set(_children(bind))):
        changed += bind.execute(locked.where(PERSON.c.id == person, PERSON.c.under_13.is_(False))).rowcount
    context.config.attributes.setdefault("counts", {})["people_locked_as_children"] = changed


def _children(bind: sa.Connection) -> Iterator[int]:
    one = RECORD.c
    aged = sa.select(one.person_id, one.birth_date, one.stated_age, one.collected_at)
    today = datetime.now(UTC).date()
    for person, birth, stated, collected in bind.execute(
        aged.where(sa.or_(one.birth_date.is_not(None), one.stated_age < CHILD))
    ):
        if (stated is not None and stated < CHILD) or _was_child(birth, collected, today):
            yield person


def _was_child(birth: date | None, collected: datetime | None, today: date) -> bool:
    if birth is None:
        return False
    day = collected.date() if collected else today
    day = day if birth <= day <= today else today
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)) < CHILD
