"""How long a claim counts, when it is renewed, and whose work takes one."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.staff.roles import Permission, may

LEASE = timedelta(minutes=5)
"""So long a claim counts after it was taken or renewed; the workstation may die meanwhile."""

SIGHT: Mapping[str, Permission] = {
    "posting": Permission.POSTINGS,
    "contact": Permission.CONTACTS,
    "request": Permission.REQUESTS,
    "share": Permission.SHARES,
}
"""The kinds of record that are claimed, and who sees their claims: whoever sees the records."""

WORK: Mapping[str, tuple[Permission, ...]] = {
    "posting": (Permission.DECIDE_POSTINGS, Permission.DECIDE_ESCALATED),
    "contact": (Permission.WORK_CONTACTS,),
    "request": (Permission.PREPARE_REQUESTS, Permission.ANSWER_REQUESTS),
    "share": (Permission.PROPOSE_SHARES, Permission.DECIDE_SHARES),
}
"""Whose reading is work on it: an auditor who only reads steers nobody away."""


def claims(role: str, kind: str) -> bool:
    """Tell whether this role's reading of a record of this kind claims it."""
    return any(may(role, one) for one in WORK.get(kind, ()))


def due(until: datetime, now: datetime) -> bool:
    """Tell whether a claim is to be renewed: half of its lease is over."""
    return until - now <= LEASE / 2
