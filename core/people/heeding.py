"""What a file says that holds at once, though its row may wait: an opt-out, an age under 13 (C20, C24)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.audit.log import record
from core.db.unit_of_work import WriteWork
from core.feed.tables import FeedKind
from core.people.address_sealed import address_sealed
from core.people.children import Named, remember_child
from core.people.recognition import Recognition, given_by, is_another_s
from core.people.suppression import suppress
from core.people.tables import OptOut, Person, PersonRecord, Source
from core.people.telling import RecordId, tell_wish

FILE = "file"


@dataclass(frozen=True)
class Stated:
    """What a row that cannot be taken states about a person, as far as it can be read."""

    source: Source
    external_id: str
    email: str
    full_name: str
    opted_out: bool
    child: bool


def heed(work: WriteWork, rows: Sequence[Stated]) -> None:
    """Opt out and lock whom these rows mean: by the site's id, or by address and name.

    An opt-out at an address where nobody of that name is on file counts for everyone there: it was stated
    for the address, and one wrongly heard harms less than one not heard (C20). Where nobody is on file with
    the address either, it waits for whoever comes in with it. So it does, and a child is remembered, where
    the id is on file with another's name and address: it may have been given out twice.
    """
    telling = [one for one in rows if one.opted_out or one.child]
    if not telling:
        return
    by_id = _people_by_id(work, telling)
    known = Recognition(work, (one.email for one in telling))
    for one in telling:
        named, fitting = by_id.get((one.source, one.external_id), []), known.fitting(one.email, one.full_name)
        theirs = fitting or any(
            not is_another_s(given_by(work, each.id), one.email, one.full_name) for each in named
        )
        if one.child:
            lock_children(work, [*named, *fitting])
            if not theirs:
                remember_child(work, Named(one.source, one.external_id, one.email, one.full_name))
        if one.opted_out:
            there = fitting if theirs else known.at(one.email)
            opt_out_by_file(work, [*named, *there], [(one.source, one.external_id)])
            if not theirs and not there:
                suppress(work, one.email)


def opt_out_by_file(work: WriteWork, people: Iterable[Person], stated: Collection[RecordId] = ()) -> None:
    """Opt people out as a file says; a file never takes an opt-out back (C20).

    `stated` are the records whose own row says so: the site knows, and is told of the people's others.
    """
    meant = dict.fromkeys(people)
    tell_wish(work, FeedKind.OPT_OUT, [one for one in meant if one.opted_out_at is None], stated)
    for person in meant:
        if person.opted_out_at is not None and heard_last(work, person.id) == FILE:
            continue
        person.version += person.opted_out_at is None
        person.opted_out_at = person.opted_out_at or work.now
        said = {"person_id": person.id, "at": work.now, "opted_out": True, "staff_id": work.actor.id}
        work.session.add(OptOut(**said, heard_through=FILE))
        whose = address_sealed(work, person.id)
        record(work, "people:person:opted-out", ("person", person.id), heard_through=FILE, **whose)


def lock_children(work: WriteWork, people: Iterable[Person]) -> None:
    """Lock the files of people who are shown to be under 13 (C24)."""
    for person in dict.fromkeys(people):
        if not person.under_13:
            person.under_13 = True
            person.version += 1
            record(work, "people:person:locked-as-child", ("person", person.id))


def last_word(work: WriteWork, person_id: int) -> OptOut | None:
    """Return what was heard last of a person's opting out or in."""
    work.session.flush()
    query = select(OptOut).where(OptOut.person_id == person_id).order_by(OptOut.id.desc())
    return work.session.scalar(query.limit(1))


def heard_last(work: WriteWork, person_id: int) -> str:
    """Return how that was heard; empty where nothing ever was."""
    word = last_word(work, person_id)
    return word.heard_through if word else ""


def _people_by_id(work: WriteWork, rows: Iterable[Stated]) -> dict[tuple[Source, str], list[Person]]:
    wanted = {one.external_id for one in rows} - {""}
    query = select(PersonRecord.source, PersonRecord.external_id, Person).join(
        Person, Person.id == PersonRecord.person_id
    )
    found = work.session.execute(query.where(PersonRecord.external_id.in_(wanted)))
    return {(source, external_id): [person] for source, external_id, person in found}
