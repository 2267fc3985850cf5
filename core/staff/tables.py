"""Staff accounts. The passphrase is nowhere: a key slot opens with it, or does not."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from core.db.base import Base, Instant, held, kept, one_of
from core.staff.roles import Role


class StaffAccount(Base):
    """One staff member. `slot` names the key slot file, which itself carries no name."""

    __tablename__ = "staff_account"

    id: Mapped[int] = kept(primary_key=True)
    name: Mapped[str] = held("system.staff", String(80), unique=True)
    role: Mapped[Role] = kept(one_of(Role))
    slot: Mapped[str] = kept(String(64), unique=True)
    active: Mapped[bool] = kept(default=True)
    created_at: Mapped[datetime] = kept(Instant)


class DeskSecret(Base):
    """The secret of the log's commitments, sealed under the desk's key once that was changed."""

    __tablename__ = "desk_secret"

    id: Mapped[int] = kept(primary_key=True)
    sealed: Mapped[bytes] = kept()


class RecoveryKey(Base):
    """The slot of the desk's recovery key, where it has one; it carries no account."""

    __tablename__ = "recovery_key"

    id: Mapped[int] = kept(primary_key=True)
    slot: Mapped[str] = kept(String(64), unique=True)
    made_at: Mapped[datetime] = kept(Instant)
