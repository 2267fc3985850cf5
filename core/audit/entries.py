"""What an entry of the log is: canonical JSON, which its leaf hash covers (RFC 8785, RFC 6962 §2.1)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

WHOLE = ".000000"
Fact = str | int | float | bool | None | list[Any] | dict[str, Any]


@dataclass(slots=True)
class Told:
    """One thing that was done: an action, the kind and id of its subject, and facts."""

    action: str
    subject: tuple[str, int]
    facts: dict[str, Fact] = field(default_factory=dict)


class Written(NamedTuple):
    """An entry as the store has it: columns that repeat the body; `at` may be the store's own text."""

    position: int
    leaf_hash: bytes
    body: bytes
    at: datetime | str
    actor: int
    action: str
    kind: str
    subject_id: int


def entry_body(position: int, at: datetime, actor: int, told: Told) -> bytes:
    """Return an entry's canonical JSON: keys sorted, no spaces, UTF-8 (RFC 8785 for these values)."""
    kind, subject_id = told.subject
    begins = f'{_begins(told.action, actor)}{_moment(at)}","entry":{position},"facts":'
    return f'{begins}{_JSON.encode(told.facts)},"subject":[{_in_json(kind)},{subject_id}]}}'.encode()


def is_as_written(position: int, row: Sequence[Any]) -> bool:
    """Tell at a glance that a row, in the order of `Written`, stands as it was written at this position.

    A body begins and ends with what the columns repeat, so that it need not be parsed. What does not look so
    may still be well: of before bodies held their own position, say.
    """
    at, leaf, body, when, actor, action, kind, subject_id = row
    if at != position or type(body) is not bytes or sha256(b"\x00" + body).digest() != leaf:
        return False
    try:
        begins = f'{_begins(action, actor)}{iso(when)}","entry":{position},"facts":{{'
        ends = f'}},"subject":[{_in_json(kind)},{subject_id}]}}'
    except TypeError:
        return False  # a column holds another kind of value
    return body.startswith(begins.encode()) and body.endswith(ends.encode())


def agrees(one: Written) -> bool:
    """Tell whether an entry's body, read as JSON, says what its columns show."""
    try:
        told = json.loads(one.body)
        kept = (told["at"], told["actor"], told["action"], told["subject"], told.get("entry", one.position))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False  # its hash may have been made to fit, but this is no entry's body
    return bool(kept == (iso(one.at), one.actor, one.action, [one.kind, one.subject_id], one.position))


def is_elsewhere(one: Written) -> bool:
    """Tell whether an entry that does not agree says itself that it stands at another position."""
    try:
        return bool(json.loads(one.body)["entry"] != one.position)
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def iso(at: datetime | str) -> str:
    """Return a moment as a body has it; SQLite keeps UTC as `2026-11-20 09:00:00.000000`."""
    if isinstance(at, datetime):
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    text = str(at)
    return f"{text[:10]}T{text[11:].removesuffix(WHOLE)}+00:00"


def facts_of(body: str | bytes) -> dict[str, Any]:
    """Return an entry's facts; none where the body is no longer JSON."""
    try:
        facts = json.loads(body).get("facts", {})
    except (ValueError, AttributeError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


_moment = lru_cache(maxsize=8)(iso)  # a transaction's entries have one moment
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=1_000)
def _begins(action: str, actor: int) -> str:
    return f'{{"action":{_in_json(action)},"actor":{actor},"at":"'


@lru_cache(maxsize=1_000)
def _in_json(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
