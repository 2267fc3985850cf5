"""Values of people in entries that are never changed: sealed under a key of each person's own.

An entry holds a keyed commitment and the value encrypted, both under that one key. Once the key is destroyed
nobody can open the one or test a guess against the other, and every hash and proof of the log stays valid.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from typing import Any

from sqlalchemy import insert, select, update

from core.audit.entries import Fact, facts_of
from core.audit.exact_base64 import decoded, encoded
from core.audit.log import record
from core.audit.sealing import derived, opened, sealed
from core.audit.tables import PersonKey
from core.db.unit_of_work import Work, WriteWork

USE = "person keys"
KEY = 32
PERSON, SEALED, COMMITMENT = "person", "sealed", "commitment"


@dataclass(frozen=True)
class SealedFact:
    """A person's value in an entry: the fact that it stands under, whose it is, and what opens it."""

    name: str
    person_id: int
    sealed: bytes
    commitment: str


def sealed_for(work: WriteWork, person_id: int, value: str) -> dict[str, Fact]:
    """Return a person's value as an entry may hold it; without the value where they were erased before."""
    key = _key_made(work, person_id)
    if key is None:
        return {PERSON: person_id, SEALED: "", COMMITMENT: ""}
    hidden = sealed(derived(key, "value"), value.encode(), str(person_id))
    return {PERSON: person_id, SEALED: encoded(hidden), COMMITMENT: _committed(key, value)}


def sealed_facts(body: str | bytes) -> Iterator[SealedFact]:
    """Give the sealed values of an entry's body."""
    for name, fact in facts_of(body).items():
        if is_sealed(fact) and (hidden := decoded(fact[SEALED])) is not None:
            yield SealedFact(name, fact[PERSON], hidden, fact[COMMITMENT])


def is_sealed(fact: Any) -> bool:
    """Tell whether a fact is a sealed value."""
    if not isinstance(fact, dict) or set(fact) != {PERSON, SEALED, COMMITMENT}:
        return False
    return isinstance(fact[PERSON], int) and all(isinstance(fact[one], str) for one in (SEALED, COMMITMENT))


def opened_fact(work: Work, fact: SealedFact) -> str | None:
    """Open a value, for verbs that may show it; None once the person's key is destroyed.

    Raises DeskUnusable for a value that was altered.
    """
    key = _key(work, fact.person_id) if fact.sealed else None
    return opened(derived(key, "value"), fact.sealed, str(fact.person_id)).decode() if key else None


def is_value(work: Work, fact: SealedFact, guess: str) -> bool:
    """Tell whether a value is this one; never once the person's key is destroyed."""
    key = _key(work, fact.person_id)
    return key is not None and compare_digest(_committed(key, guess), fact.commitment)


def destroy_person_key(work: WriteWork, person_id: int) -> bool:
    """Destroy the key of a person who is erased, and log it; tells whether there was one (C26).

    Entries of theirs from then on hold no value either. What the key sealed cannot be opened again, nor from
    a backup made since; a backup of before must be restored with the erasures made after it.
    """
    held = _key(work, person_id) is not None
    gone = {"sealed": None, "destroyed_at": work.now}
    row = work.session.execute(update(PersonKey).where(PersonKey.person_id == person_id).values(**gone))
    if not row.rowcount:  # type: ignore[attr-defined]  # of a statement that changes rows
        work.session.execute(insert(PersonKey).values(person_id=person_id, made_at=work.now, **gone))
    record(work, "audit:person-key:destroyed", ("person", person_id), held=held)
    return held


def _key(work: Work, person_id: int) -> bytes | None:
    stored = work.session.scalar(select(PersonKey.sealed).where(PersonKey.person_id == person_id))
    return _unsealed(work, person_id, stored) if stored else None


def _key_made(work: WriteWork, person_id: int) -> bytes | None:
    """Return the person's key, made now where they never had one; None where it was destroyed."""
    row = work.session.execute(select(PersonKey.sealed).where(PersonKey.person_id == person_id)).one_or_none()
    if row is not None:
        return _unsealed(work, person_id, row.sealed) if row.sealed else None
    key = secrets.token_bytes(KEY)
    kept = sealed(derived(work.secret, USE), key, str(person_id))
    work.session.execute(insert(PersonKey).values(person_id=person_id, sealed=kept, made_at=work.now))
    return key


def _unsealed(work: Work, person_id: int, stored: bytes) -> bytes:
    return opened(derived(work.secret, USE), stored, str(person_id))


def _committed(key: bytes, value: str) -> str:
    return encoded(hmac(derived(key, "commitment"), value.encode(), sha256).digest())
