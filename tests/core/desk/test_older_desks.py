"""A desk made by an older Remit, brought up to date: what stands there is what that version left."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, insert, select

import core.db.migrations
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.db.embedded import embedded_engine
from core.db.folder import make_folder
from core.db.migrations import HEAD, Note, Upgrade, bring_up_to_date, revision_of
from core.desk import Desk
from core.intake.mapping import ColumnMapping, suggest_mapping
from core.intake.rows import Surroundings, incoming
from core.intake.shapes import Kind
from core.staff.key_slots import new_key, new_salt, sealed_slot
from tests.conftest import PASSPHRASE

LONG_AGO = datetime(2012, 3, 1, tzinfo=UTC)


class OlderDesk:
    """A store at an older revision, filled table by table."""

    def __init__(self, engine: Engine, revision: str) -> None:
        self.engine = engine
        config = Config()
        config.set_main_option("script_location", str(Path(core.db.migrations.__file__).parent))
        with engine.connect().execution_options(writing=True) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()

    def put(self, table: str, *rows: dict[str, Any]) -> None:
        with self.engine.connect().execution_options(writing=True) as connection:
            connection.execute(insert(self._table(table)), list(rows))
            connection.commit()

    def bring_up(self, note: Note = lambda _connection, _upgrade: None) -> None:
        with self.engine.connect().execution_options(writing=True) as connection:
            bring_up_to_date(connection, note)
            connection.commit()

    def values(self, table: str, column: str) -> list[Any]:
        found = self._table(table)
        with self.engine.connect() as connection:
            return list(connection.execute(select(found.c[column]).order_by(found.c.id)).scalars())

    def _table(self, name: str) -> Table:
        return Table(name, MetaData(), autoload_with=self.engine)


@pytest.fixture
def at_0009(tmp_path: Path) -> Iterator[OlderDesk]:
    engine = embedded_engine(tmp_path / "store.db", bytes(32))
    yield OlderDesk(engine, "0009")
    engine.dispose()


def person_record(number: int, **stated: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("full_name", "name_key", "email", "email_key", "phone", "company", "country"), "")
    ages = {"birth_date": None, "stated_age": None, "collected_at": LONG_AGO}
    plain = {"id": number, "person_id": number, "external_id": f"u{number}", "source": "people", "role": ""}
    known = {"origin": "enrolment", "policy_version": "not known", "choices": {}, "extra": {}, "digest": "d"}
    return texts | ages | plain | known | {"run_id": 0, "row_number": 0, "version": 1} | stated


def test_whom_a_record_shows_to_have_been_a_child_is_locked(at_0009: OlderDesk) -> None:
    stated = [
        {"stated_age": 9},
        {"stated_age": 13},
        {"birth_date": date(2001, 5, 4)},
        {"birth_date": date(1980, 1, 1)},
    ]
    new = {"under_13": False, "created_at": LONG_AGO, "version": 1}
    at_0009.put("person", *({"id": number} | new for number in range(1, 5)))
    at_0009.put("person_record", *(person_record(number, **one) for number, one in enumerate(stated, 1)))
    at_0009.bring_up()
    assert at_0009.values("person", "under_13") == [True, False, True, False]
    assert at_0009.values("person", "version") == [2, 1, 2, 1]


@pytest.fixture
def older_folder(tmp_path: Path) -> Path:
    """A desk's folder as an older Remit left it: an admin, and three people of whom two were children."""
    key, salt = new_key(), new_salt()
    folder = make_folder(tmp_path / "older", salt, demo=False)
    engine = embedded_engine(folder.store, key)
    store = OlderDesk(engine, "0009")
    slot, wrapped = sealed_slot(salt, "ada", PASSPHRASE, key)
    (folder.slots / slot).write_bytes(wrapped)
    store.put(
        "staff_account",
        {"id": 1, "name": "ada", "role": "admin", "slot": slot, "active": True, "created_at": LONG_AGO},
    )
    store.put(
        "person", *({"id": n, "under_13": False, "created_at": LONG_AGO, "version": 1} for n in (1, 2, 3))
    )
    ages = ({"stated_age": 9}, {"birth_date": date(2001, 5, 4)}, {"stated_age": 40})
    store.put("person_record", *(person_record(number, **one) for number, one in enumerate(ages, 1)))
    engine.dispose()
    return folder.path


def logged(desk: Desk) -> list[dict[str, Any]]:
    with desk.read() as work:
        assert verify_log(work).ok
        query = select(AuditEntry.body).order_by(AuditEntry.position)
        return [json.loads(one) for one in work.session.scalars(query)]


def test_a_desk_brought_up_to_date_says_so_once_in_its_log_with_how_many_people_were_locked(
    older_folder: Path,
) -> None:
    desk = Desk(older_folder)
    desk.sign_in("ada", PASSPHRASE)
    desk.sign_in("ada", PASSPHRASE)
    told = logged(desk)
    desk.sign_out()

    assert [one["action"] for one in told] == [
        "audit:key:made",
        "desk:store:brought-up-to-date",
        "staff:account:signed-in",
        "staff:account:signed-in",
    ]
    assert told[1]["facts"] == {"before": "0009", "after": HEAD, "people_locked_as_children": 2}
    assert told[1]["actor"] == 0


def test_an_upgrade_that_cannot_be_logged_does_not_happen(at_0009: OlderDesk) -> None:
    def refuse(_connection: Connection, _done: Upgrade) -> None:
        raise OSError("no log")

    at_0009.put("person", {"id": 1, "under_13": False, "created_at": LONG_AGO, "version": 1})
    at_0009.put("person_record", person_record(1, stated_age=9))
    with pytest.raises(OSError, match="no log"):
        at_0009.bring_up(refuse)
    with at_0009.engine.connect() as connection:
        assert revision_of(connection) == "0009"
    assert at_0009.values("person", "under_13") == [False]


def test_a_new_desk_was_brought_from_nowhere(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "new", "ada", PASSPHRASE)
    told = [one["action"] for one in logged(desk)]
    desk.sign_out()
    assert told == ["audit:key:made", "staff:account:added", "staff:account:signed-in"]


def test_a_subject_and_the_answer_to_it_stay_when_subjects_may_be_longer(at_0009: OlderDesk) -> None:
    at_0009.put("person", {"id": 1, "under_13": False, "created_at": LONG_AGO, "version": 1})
    at_0009.put("person_record", person_record(1))
    contact = {"id": 1, "external_id": "c1", "kind": "problem", "state": "answered", "person_id": 1}
    said = {"record_id": 1, "subject": "Help", "body": "Help.", "received_at": LONG_AGO, "digest": "d"}
    at_0009.put("contact", contact | said | {"version": 1})
    at_0009.put("contact_answer", {"id": 1, "contact_id": 1, "by": 1, "at": LONG_AGO, "text": "Done."})
    at_0009.bring_up()
    assert at_0009.values("contact", "subject") == ["Help"]
    assert at_0009.values("contact_answer", "text") == ["Done."]


AROUND = Surroundings(datetime(2026, 11, 20, tzinfo=UTC), ())
PERSON = {
    "id": "u1", "name": "Zoë Farkas", "email": "Zoe@example.org", "tel": "+351", "firm": "", "land": "Malta",
    "role": "buyer", "born": "1990-05-04", "age": "36", "joined": "2012-03-01T00:00:00", "shoe": "38",
    "out": "yes", "kind": "problem", "subject": "Help", "body": "Help. ", "contest": "Desk", "answer": "Me.",
}  # fmt: skip
HEADINGS = {
    "external_id": "id", "full_name": "name", "email": "email", "phone": "tel", "company": "firm",
    "country": "land", "birth_date": "born", "stated_age": "age", "opted_out": "out", "role": "role",
}  # fmt: skip
TAKEN = {
    Kind.PEOPLE: ({"collected_at": "joined"}, {"extra": {"shoe": "38"}, "origin": "enrolment"}),
    Kind.CONTACTS: (
        {"received_at": "joined", "kind": "kind", "subject": "subject", "body": "body"},
        {"extra": {"shoe": "38"}, "origin": "problem"},
    ),
    Kind.CONTESTS: (
        {"entered_at": "joined", "contest": "contest", "answer": "answer"},
        {"extra": {}, "origin": "contest"},
    ),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_person_s_row_taken_before_is_known_again(at_0009: OlderDesk, kind: Kind) -> None:
    headings, kept = TAKEN[kind]
    values = {"full_name": "Zoë Farkas", "email": "Zoe@example.org", "phone": "+351", "country": "Malta"}
    ages = {"birth_date": date(1990, 5, 4), "stated_age": 36, "role": "buyer", "source": kind.value}
    at_0009.put("person", {"id": 1, "under_13": False, "created_at": LONG_AGO, "version": 1})
    at_0009.put("person_record", person_record(1, **values, **ages, **kept))
    heard = {"id": 1, "person_id": 1, "at": LONG_AGO, "opted_out": True, "heard_through": "file"}
    at_0009.put("opt_out", heard | {"reason": "", "staff_id": 1})
    theirs = {"id": 1, "external_id": "u1", "person_id": 1, "record_id": 1, "digest": "d", "version": 1}
    written = {
        "kind": "problem",
        "state": "open",
        "subject": "Help",
        "body": "Help. ",
        "received_at": LONG_AGO,
    }
    entered = {"contest_id": 1, "state": "entered", "answer": "Me.", "demographics": {"shoe": "38"}}
    if kind is Kind.CONTACTS:
        at_0009.put("contact", theirs | written)
    if kind is Kind.CONTESTS:
        at_0009.put("contest", {"id": 1, "name": "Desk", "kind": "contest"})
        at_0009.put("contest_entry", theirs | entered | {"entered_at": LONG_AGO})
    at_0009.bring_up()
    taken = incoming(PERSON, ColumnMapping(kind, HEADINGS | headings, rest=("shoe",)), AROUND)
    given = getattr(taken, "sender", getattr(taken, "entrant", taken))
    assert at_0009.values("person_record", "digest") == [given.digest]


def test_a_posting_taken_before_is_known_again_and_what_was_decided_about_its_words_stands(
    at_0009: OlderDesk,
) -> None:
    plain = {"kind": "posting", "external_id": "p1", "state": "removed", "risk": 1, "title": "A logo"}
    by = {
        "category": " Design",
        "author": "u1",
        "recipient": "",
        "posted_at": LONG_AGO,
        "received_at": LONG_AGO,
    }
    run = {"kind": "postings", "source": "p.csv", "sha256": "s", "state": "done", "by": 1, "read": 1}
    counts = dict.fromkeys(("stored", "updated", "known", "quarantined"), 0)
    began = (LONG_AGO - timedelta(days=1), LONG_AGO - timedelta(hours=1), LONG_AGO + timedelta(hours=1))
    at_0009.put("intake_run", *(run | counts | {"id": n, "started_at": at} for n, at in enumerate(began, 1)))
    undecided = {"digest": "d", "reason": "", "screened_with": "", "version": 1}
    edited = {"id": 2, "external_id": "p2", "edited_at": LONG_AGO}
    at_0009.put("posting", {"id": 1} | plain | by | undecided)
    at_0009.put("posting", plain | by | undecided | edited)
    texts = {"title": "A logo", "body": "Zoë’s ", "how": "By mail"}
    rows = [
        {"posting_id": 1, "field": one, "place": n, "text": text}
        for n, (one, text) in enumerate(texts.items())
    ]
    at_0009.put("posting_text", *rows)
    decided = {"posting_id": 1, "batch": "b", "verdict": "remove", "reason": "", "note": "", "before": "new"}
    how = {"before_reason": "", "by": 1, "at": LONG_AGO}
    at_0009.put(
        "posting_decision",
        *({"id": n, "text_digest": one} | decided | how for n, one in ((1, "c"), (2, "d"))),
    )
    at_0009.bring_up()
    row = {"id": "p1", "category": " Design", "author": "u1", "posted_at": "2012-03-01"} | texts
    digest, _ = at_0009.values("posting", "digest")
    assert digest == incoming(row, suggest_mapping(Kind.POSTINGS, list(row)), AROUND).digest
    assert at_0009.values("posting_decision", "text_digest") == ["c", digest]
    assert at_0009.values("posting", "run_id") == [2, 2]
    assert at_0009.values("posting", "row_number") == [0, 2**31 - 1]
