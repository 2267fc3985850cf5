"""Every read of the desk, found by looking through `core`, times every role (C22).

A read is a public function whose first parameter is a `Work`, or one that gives a list. A new one fails here
until it stands in ASKED, with the permission it asks for, or in INNER, with the reason why it asks for none.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import pytest

import core
from core.audit.queries import LogQuery
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.desk import Desk
from core.errors import DeskError, NotAllowed
from core.exports.shapes import ExportOrder, ListKind
from core.intake.mapping import ColumnMapping
from core.intake.shapes import Kind
from core.postings.queries import postings
from core.shares.proposal import Selection, ShareDraft
from core.shares.rules import Step
from core.staff.log_reading import ReadableLog
from core.staff.roles import Permission, Role, may
from tests.conftest import PASSPHRASE, STAFF, Copy

P = Permission
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DRAFT = ShareDraft("May offers", "Postwing Mail", "", "", "promotion", ("email",), Selection())
ORDER = ExportOrder(ListKind.POSTINGS, postings(), "moderate", values=False)


class NoSlots:
    """What is asked before any slot is looked at."""

    def read(self, _name: str) -> bytes | None:
        return None


ASKED: dict[str, tuple[Permission, tuple[Any, ...]]] = {
    "claims.queries:claims_now": (P.POSTINGS, ()),
    "contacts.queries:contacts": (P.CONTACTS, ()),
    "contacts.queries:contact_detail": (P.CONTACTS, (1,)),
    "contacts.queries:counts_by_state": (P.CONTACTS, ()),
    "contacts.queries:open_contacts": (P.CONTACTS, ()),
    "contests.queries:contests": (P.CONTESTS, ()),
    "contests.queries:entries": (P.CONTESTS, ()),
    "contests.queries:entry_detail": (P.CONTESTS, (1,)),
    "doctor.desk_checks:last_backup_at": (P.LOOK_AFTER_DESK, ()),
    "exports.desk_rows:log_listing": (P.READ_LOG, ()),
    "exports.desk_rows:shares_listing": (P.SHARES, ()),
    "exports.planning:judge_of": (P.EXPORT_LISTS, (ORDER,)),
    "exports.planning:plan_export": (P.EXPORT_LISTS, (ORDER,)),
    "feed.queries:count_waiting": (P.FEED, ()),
    "feed.queries:feed_detail": (P.FEED, (1,)),
    "feed.queries:feed_rows": (P.FEED, ()),
    "feed.queries:first_waiting": (P.FEED, ()),
    "feed.reading:read_page": (P.FEED, ()),
    "feed.reading:rows_after": (P.ACK_FEED, (0,)),
    "feed.reading:starting_at": (P.FEED, ("",)),
    "home.due:due_next": (P.OVERVIEW, ()),
    "home.queries:overview": (P.OVERVIEW, ()),
    "intake.runs:check_may_begin": (P.INTAKE, (ColumnMapping(Kind.POSTINGS, {}),)),
    "intake.quarantine:waiting": (P.RELEASE_QUARANTINE, ()),
    "people.log_values:entry_with_values": (P.READ_OWN_ENTRIES, (10_000,)),
    "people.queries:count_people": (P.PEOPLE, ()),
    "people.queries:find_people": (P.PEOPLE, ("",)),
    "people.queries:masked_person": (P.PEOPLE, (1,)),
    "people.queries:people": (P.PEOPLE, ()),
    "people.queries:person_events": (P.PEOPLE, (1,)),
    "postings.detail:posting_detail": (P.POSTINGS, (1,)),
    "postings.figures:daily_counts": (P.POSTINGS, ()),
    "postings.figures:decided_median": (P.POSTINGS, ()),
    "postings.queries:categories": (P.POSTINGS, ()),
    "postings.queries:count_new": (P.POSTINGS, ()),
    "postings.queries:counts_by_state": (P.POSTINGS, ()),
    "postings.queries:hits_of": (P.POSTINGS, ([1],)),
    "postings.queries:postings": (P.POSTINGS, ()),
    "postings.queries:sent_by": (P.POSTINGS, (1,)),
    "requests.case_view:answer_outline": (P.REQUESTS, (1,)),
    "requests.case_view:case": (P.REQUESTS, (1,)),
    "requests.erasing:rehearse": (P.ERASE_PEOPLE, (1,)),
    "requests.sources:subject_of": (P.PREPARE_REQUESTS, (1, 1)),
    "requests.history:case_history": (P.REQUESTS, (1,)),
    "requests.queries:count_due_soon": (P.REQUESTS, ()),
    "requests.queries:count_late": (P.REQUESTS, ()),
    "requests.queries:count_open": (P.REQUESTS, ()),
    "requests.queries:may_list": (P.REQUESTS, ()),
    "requests.queries:next_due": (P.REQUESTS, ()),
    "requests.queries:requests": (P.REQUESTS, ()),
    "staff.rekeying:slots_with_new_key": (P.MANAGE_STAFF, (NoSlots(), bytes(32), bytes(32))),
    "staff.recovery:recovery_made_at": (P.STAFF, ()),
    "shares.actions:check_draft": (P.PROPOSE_SHARES, (DRAFT,)),
    "shares.detail:share_detail": (P.SHARES, (1,)),
    "shares.evaluation:evaluate_draft": (P.SHARES, (DRAFT,)),
    "shares.explaining:explain_share": (P.SHARES, (1,)),
    "shares.queries:count_waiting": (P.SHARES, ()),
    "shares.queries:disclosures_of": (P.PEOPLE, (1,)),
    "shares.queries:require_sight": (P.SHARES, ()),
    "shares.queries:returns_due": (P.SHARES, ()),
    "shares.queries:share_now": (P.SHARES, (1,)),
    "shares.queries:shares": (P.SHARES, (NOW,)),
    "shares.steps:share_seen": (P.PROPOSE_SHARES, (1, P.PROPOSE_SHARES, None)),
    "shares.steps:share_for": (P.DECIDE_SHARES, (1, Step.APPROVE, None)),
    "shares.vendors:agreements": (P.SHARES, ()),
    "shares.vendors:choices": (P.SHARES, ()),
    "shares.vendors:vendors": (P.SHARES, (NOW.date(),)),
    "staff.accounts:check_may_disable": (P.MANAGE_STAFF, ("mia",)),
    "staff.accounts:list_staff": (P.STAFF, ()),
    "staff.log_proving:keeping": (P.VERIFY_LOG, ()),
    "staff.log_reading:ReadableLog": (P.READ_OWN_ENTRIES, ()),
    "staff.log_reading:check_log": (P.VERIFY_LOG, ()),
    "staff.log_reading:entries_about": (P.REQUESTS, (("request", 1), P.REQUESTS)),
    "staff.log_reading:last_verification": (P.OVERVIEW, ()),
    "staff.log_reading:readable_entry": (P.READ_OWN_ENTRIES, (10_000,)),
    "staff.queries:staff": (P.STAFF, ()),
}
"""The permission that a read asks for, and arguments to call it with."""

BELOW = "Stands below the roles; core.staff.log_reading, and verbs of the rooms above, say who reads what."
STEP = "A step of a verb or a read that has asked already; it is given what that one was allowed to find."
SOURCE = "One source of an access request's search, which PREPARE_REQUESTS opens."
WORDS = "Words of the policy, which holds nobody's data and is public."
NAMES = "Who works here is told wherever something was done; it holds nobody's contact data."
SIGN_IN = "Asked while an account is made or opened."

INNER: dict[str, str] = {
    "audit.anchors:*": BELOW,
    "audit.appending:log_opened": BELOW,
    "audit.checkpoints:last_checkpoint": BELOW,
    "audit.lasting_notes:*": BELOW,
    "audit.log:head": BELOW,
    "audit.log_key:log_key": BELOW,
    "audit.outside:*": BELOW,
    "audit.person_keys:*": BELOW,
    "audit.queries:*": BELOW,
    "audit.tiles:*": BELOW,
    "audit.verification:verify_log": BELOW,
    "doctor.server_checks:check_server": STEP,
    "exports.desk_rows:log_lines": STEP,
    "exports.desk_rows:share_lines": STEP,
    "exports.facts:*": STEP,
    "exports.purposes:offered_purposes": WORDS,
    "exports.rows:*": STEP,
    "intake.again:runs_of_file": STEP,
    "intake.quarantine:would_wait": STEP,
    "intake.runs:surroundings": STEP,
    "feed.cursor:*": STEP,
    "live.hearing:hear": "It tells kinds and ids alone; claims_now asks for itself.",
    "mail.outbox:letters_about": STEP,
    "people.children:stated_children": STEP,
    "staff.kept_secret:check_key_of_now": STEP,
    "staff.orphan_slots:needed_slots": STEP,
    "people.queries:addresses_of": STEP,
    "people.queries:people_at": STEP,
    "people.queries:values_of": STEP,
    "people.arrival:*": STEP,
    "people.recognition:given_by": STEP,
    "people.suppression:fingerprints": STEP,
    "people.suppression:suppressed": STEP,
    "policy.store:*": WORDS,
    "postings.arrival:on_file": STEP,
    "postings.last_change:who_did_what": STEP,
    "postings.messages:open_messages": STEP,
    "postings.screening:*": STEP,
    "requests.addresses:*": STEP,
    "requests.arrival:check_may_hand_over": "it asks for either of two permissions",
    "requests.cases:*": STEP,
    "requests.collecting:*": STEP,
    "requests.content_sources:*": SOURCE,
    "requests.matching:*": STEP,
    "requests.names:*": STEP,
    "requests.person_sources:*": SOURCE,
    "requests.trace_sources:*": SOURCE,
    "shares.actions:frozen_digest": STEP,
    "shares.evaluation:evaluate": STEP,
    "shares.evaluation:evaluate_share": STEP,
    "shares.evaluation:judge_all": STEP,
    "shares.execution:prepare_share": STEP,
    "shares.frozen:*": STEP,
    "shares.package:*": STEP,
    "shares.queries:purpose_labels": WORDS,
    "shares.selecting:*": STEP,
    "shares.terms:*": STEP,
    "shares.vendors:vocabulary": WORDS,
    "staff.last_hand:*": STEP,
    "staff.accounts:checked_name": SIGN_IN,
    "staff.accounts:is_active": SIGN_IN,
    "staff.accounts:member_of_slot": SIGN_IN,
    "staff.accounts:staff_names": NAMES,
    "staff.accounts:staff_roles": NAMES,
    "staff.roles:require": "Is the question itself.",
    "staff.sittings:done_this_sitting": "Tells the signed-in person what they did themselves.",
}
"""Reads that ask nothing, and why; a name that ends in `*` stands for all of a module."""


def every_read() -> dict[str, Callable[..., Any]]:
    """Find all reads of `core` by introspection, as `room.module:name`."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if module.name.startswith(("core.cli", "core.db.")):
            continue
        inside = vars(importlib.import_module(module.name))
        for name, one in inside.items():
            if not name.startswith("_") and getattr(one, "__module__", "") == module.name and is_read(one):
                found[f"{module.name.removeprefix('core.')}:{name}"] = one
    return found


def is_read(one: Any) -> bool:
    if inspect.isclass(one):
        return hasattr(one, "chunks")
    if not inspect.isfunction(one):
        return False
    hints = get_type_hints(one)
    first = next(iter(inspect.signature(one).parameters), "")
    return hints.get(first) is Work or get_origin(hints.get("return")) is Listing


def inner(name: str) -> str | None:
    """Return why a read asks nothing; None where it must ask."""
    return INNER.get(name) or INNER.get(name.split(":", maxsplit=1)[0] + ":*")


@pytest.fixture(scope="module")
def desks(
    new_desk: Path, copies: Copy, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Role, Desk]]:
    """One desk, with a person of each role signed in."""
    folder = copies(new_desk, tmp_path_factory.mktemp("roles") / "desk")
    people = {role: name for name, role in STAFF.items()} | {Role.ADMIN: "ada", Role.SERVICE: "night"}
    with_service = Desk(folder)
    with_service.sign_in("ada", PASSPHRASE)
    with_service.add_staff("night", Role.SERVICE, PASSPHRASE)
    found = {role: Desk(folder) for role in Role}
    for role, desk in found.items():
        desk.sign_in(people[role], PASSPHRASE)
    yield found
    for desk in (with_service, *found.values()):
        desk.sign_out()


def ways_of_reading(listing: Any) -> Iterable[Callable[[Work], object]]:
    return (
        lambda work: list(listing.chunks(work)),
        lambda work: listing.still(work, [1]),
        lambda work: listing.rows(work, [1]),
        listing.total,
        lambda work: list(listing.stream(work)),
        lambda work: listing.first(work, 1),
    )


def calls(name: str) -> Iterable[Callable[[Work], object]]:
    """Return the read as calls that want only the work; each way of reading a list is one."""
    one, (_, arguments) = every_read()[name], ASKED[name]
    hints = get_type_hints(one) if inspect.isfunction(one) else {}
    if inspect.isclass(one) or get_origin(hints["return"]) is Listing:
        return ways_of_reading(one(*arguments))
    return (lambda work: one(work, *arguments),)


def answered(call: Callable[[Work], object], work: Work) -> bool:
    """Tell whether a read was let through: it answered, or said that there is no such thing."""
    try:
        call(work)
    except NotAllowed:
        return False
    except DeskError:
        return True
    return True


def test_every_read_of_the_desk_is_in_the_table() -> None:
    reads = every_read()
    assert {name for name in reads if name not in ASKED and not inner(name)} == set()
    assert {name for name in ASKED if name not in reads or inner(name)} == set()
    gone = {name for name in INNER if not any(name in {one, one.split(":")[0] + ":*"} for one in reads)}
    assert gone == set(), "the table names what is no more"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_read_answers_those_who_may_and_no_one_else(name: str, role: Role, desks: dict[Role, Desk]) -> None:
    with desks[role].read() as work:
        let_in = [answered(call, work) for call in calls(name)]
    assert set(let_in) == {may(role, ASKED[name][0])}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LEAD, Role.ADMIN])
def test_who_reads_only_their_own_entries_is_given_no_other_ones(role: Role, desks: dict[Role, Desk]) -> None:
    me = desks[role].staff
    assert me
    with desks[role].read() as work:
        rows = ReadableLog(LogQuery()).first(work, 500)
        assert ReadableLog(LogQuery()).rows(work, range(500)) == sorted(rows, key=lambda one: one.id)
    assert {one.actor for one in rows} <= {me.id}
