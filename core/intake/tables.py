"""Runs of intake and the rows that could not be taken."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of


class RunState(StrEnum):
    """How a run stands; one that was cut off stays `running` and is continued by taking the file again."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class IntakeRun(Base):
    """One file taken in. Always `read = stored + updated + known + quarantined`.

    `sha256` is the file's, `mapping` the digest of the mapping that read it.
    """

    __tablename__ = "intake_run"

    id: Mapped[int] = kept(primary_key=True)
    kind: Mapped[str] = kept(String(20))
    source: Mapped[str] = kept(String(255))
    sha256: Mapped[str] = kept(String(64), index=True)
    mapping: Mapped[str] = kept(String(64), default="")
    state: Mapped[RunState] = kept(one_of(RunState))
    started_at: Mapped[datetime] = kept(Instant)
    ended_at: Mapped[datetime | None] = kept(Instant)
    by: Mapped[int] = kept()
    read: Mapped[int] = kept(default=0)
    stored: Mapped[int] = kept(default=0)
    updated: Mapped[int] = kept(default=0)
    known: Mapped[int] = kept(default=0)
    quarantined: Mapped[int] = kept(default=0)


class QuarantinedRow(Base):
    """A row that could not be taken, whole, with the reason; released or discarded by a person.

    Once it is settled its values are gone; the reason, the row's number and its digest stay. `damaged` tells
    that the file itself is wrong there, so that nobody knows which cell stands under which heading.
    """

    __tablename__ = "quarantined_row"

    id: Mapped[int] = kept(primary_key=True)
    run_id: Mapped[int] = kept(ForeignKey("intake_run.id"), index=True)
    kind: Mapped[str] = kept(String(20))
    number: Mapped[int] = kept()
    values: Mapped[dict[str, str]] = held("user.content.private", JSON)
    mapping: Mapped[dict[str, str]] = kept(JSON)
    reason: Mapped[str] = kept(Text)
    clause: Mapped[str] = kept(String(8), default="")
    digest: Mapped[str] = kept(String(64), index=True)
    damaged: Mapped[bool] = kept(default=False)
    at: Mapped[datetime] = kept(Instant)
    settled_at: Mapped[datetime | None] = kept(Instant)
    settled_by: Mapped[int | None] = kept()
    outcome: Mapped[str] = kept(String(20), default="")
