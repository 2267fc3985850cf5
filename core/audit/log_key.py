"""The log's one signing key: made once, its private half sealed under the desk's key."""

import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select

from core.audit.appending import append
from core.audit.entries import Told
from core.audit.sealing import derived, opened, sealed
from core.audit.signed_notes import VerifierKey, sign
from core.audit.tables import AuditKey
from core.db.unit_of_work import Work, WriteWork

USE = "log key"
NAME = "remit-log/"


def log_key(work: Work) -> VerifierKey | None:
    """Return the public key with the log's name; None before the first checkpoint."""
    found = work.session.execute(select(AuditKey.origin, AuditKey.public)).one_or_none()
    return VerifierKey(found.origin, found.public) if found else None


def log_key_made(work: WriteWork) -> VerifierKey:
    """Return the public key; makes the key, and logs that, where there is none yet."""
    return log_key(work) or _make(work)


def signed(work: WriteWork, text: str) -> str:
    """Return a text as a note that the log's key signed (C2SP signed-note)."""
    key = log_key_made(work)
    stored = work.session.execute(select(AuditKey.sealed)).scalar_one()
    private = opened(derived(work.secret, USE), stored, key.name)
    return sign(text, key.name, Ed25519PrivateKey.from_private_bytes(private))


def _make(work: WriteWork) -> VerifierKey:
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(NAME + secrets.token_hex(16), private.public_key().public_bytes_raw())
    kept = sealed(derived(work.secret, USE), private.private_bytes_raw(), key.name)
    row = {"id": 1, "origin": key.name, "public": key.public, "sealed": kept, "made_at": work.now}
    work.session.execute(insert(AuditKey).values(**row))
    append(work, [Told("audit:key:made", ("log", 0), {"key": str(key)})])
    return key
