"""Whom promotion may not reach: judged by the person or by the address (C19, C20)."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from core.people.tables import Person, PersonRecord


def record_opted_out() -> ColumnElement[bool]:
    """Return the condition that a record is opted out of promotion; `Person` must be joined to it.

    It is when its own person has opted out, and when another person who has is on file with the same address:
    an address that moved to another record, or that two people share, stays out of promotion.
    """
    theirs, gone = aliased(PersonRecord), aliased(Person)
    same = (theirs.email_key == PersonRecord.email_key, theirs.email_key != "")
    others = select(theirs.id).join(gone, gone.id == theirs.person_id).correlate(PersonRecord)
    query = others.where(*same, theirs.person_id != PersonRecord.person_id, gone.opted_out_at.is_not(None))
    return or_(Person.opted_out_at.is_not(None), query.exists())


def person_opted_out() -> ColumnElement[bool]:
    """Return the condition that a person is opted out, where no single record is asked about.

    They are when they have opted out, and when a record of theirs is at the address of someone who has.
    """
    own, reached = _reached()
    query = reached.where(own.person_id == Person.id).correlate(Person)
    return or_(Person.opted_out_at.is_not(None), query.exists())


def one_of_all_opted_out() -> ColumnElement[bool]:
    """Return what `person_opted_out` does, for a statement over most people: found once for all of them."""
    _, reached = _reached()
    return or_(Person.opted_out_at.is_not(None), Person.id.in_(reached))


def _reached() -> tuple[type[PersonRecord], Select[int]]:
    """Return records, and whose they are, at the addresses of those who opted out."""
    own, theirs, gone = aliased(PersonRecord), aliased(PersonRecord), aliased(Person)
    query = select(own.person_id).join(theirs, theirs.email_key == own.email_key)
    query = query.join(gone, gone.id == theirs.person_id)
    return own, query.where(own.email_key != "", gone.opted_out_at.is_not(None))
