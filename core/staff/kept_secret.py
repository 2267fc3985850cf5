"""The secret of the log's commitments: it stays as it is when the desk has a new key.

On a desk whose key was never changed it is derived from that; else it is kept in the store, sealed under the
key of now. Whoever still has an older key cannot open it, and is told to sign in again.
"""

from hashlib import sha256

from sqlalchemy import Connection, delete, inspect, select

from core.audit.sealing import derived, opened, sealed
from core.db.unit_of_work import Work, WriteWork
from core.errors import DeskUnusable, SignInRefused
from core.staff.tables import DeskSecret

ABOUT, USE = "desk", "commitments"


def secret_of(key: bytes) -> bytes:
    """Derive the key of commitments in the log from the desk's first raw key, which is random already."""
    return sha256(b"remit commitments\0" + key).digest()


def secret_under(connection: Connection, key: bytes) -> bytes:
    """Return the secret of this desk's commitments; raises DeskUnusable for a key that is not the desk's."""
    there = inspect(connection).has_table(DeskSecret.__tablename__)  # a backup of before has none
    stored = connection.execute(select(DeskSecret.sealed)).scalar() if there else None
    return opened(derived(key, USE), stored, ABOUT) if stored else secret_of(key)


def keep_secret(work: WriteWork, key: bytes) -> None:
    """Keep this work's secret under a new key."""
    work.session.execute(delete(DeskSecret))
    work.session.add(DeskSecret(sealed=sealed(derived(key, USE), work.secret, ABOUT)))


def check_key_of_now(work: Work, key: bytes) -> None:
    """Raise SignInRefused when the desk's key was changed since this person signed in."""
    try:
        secret_under(work.session.connection(), key)
    except DeskUnusable as error:
        raise SignInRefused("The desk's key was changed; sign in again.") from error
