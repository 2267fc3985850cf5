import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from typing_extensions import override

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, Cancelled, NotAllowed
from core.exports.narrowing import narrowed
from core.exports.planning import plan_export
from core.exports.purposes import offered_purposes
from core.exports.shapes import ExportOrder, ListKind
from core.exports.writing import Exported, export_list
from core.intake.shapes import Kind
from core.landing import file_sha256
from core.people.actions import opt_out
from core.people.queries import people_at
from core.progress import Progress
from core.shares.actions import propose_share
from core.shares.proposal import Selection, Who
from core.sheets.verification import verify
from tests.core.exports.conftest import take_in, write_csv
from tests.core.shares.arriving import newsletter, register

SignIn = Callable[[str], Desk]


def order(
    kind: ListKind, purpose: str, query: str = "", state: str = "", *, values: bool = False
) -> ExportOrder:
    return ExportOrder(kind, narrowed(kind, query, state), purpose, values, query, {"state": state})


def table(file: Path, sheet: str) -> list[dict[str, Any]]:
    rows: Iterable[tuple[Any, ...]] = load_workbook(file)[sheet].iter_rows(values_only=True)
    heads, *rest = rows
    return [dict(zip(heads, row, strict=True)) for row in rest]


def last_entry(desk: Desk) -> dict[str, Any]:
    with desk.read() as work:
        query = select(AuditEntry).where(AuditEntry.action == "exports:list:exported")
        entry = work.session.scalars(query.order_by(AuditEntry.position.desc())).first()
        assert entry is not None
        facts: dict[str, Any] = json.loads(entry.body)["facts"]
        return facts


def exported(desk: Desk, what: ExportOrder, file: Path) -> Exported:
    return export_list(desk, what, file)


def test_a_list_is_exported_as_filtered_in_the_order_of_the_screen(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.POSTINGS, "moderation", "Logo"), outside / "p.xlsx")
    rows = table(done.file, "Postings")
    assert [row["Site's id"] for row in rows] == [f"p{n}" for n in range(1, 8)]
    assert rows[0]["State"] == "new"
    assert rows[0]["Title"] == "Logo 1"
    assert done.records == 7
    assert done.sentence == "Exported 7 postings."


@pytest.mark.parametrize("values", [False, True])
def test_an_author_whom_the_site_calls_by_an_address_leaves_masked(
    values: bool,  # noqa: FBT001  # a case of the test
    marketplace: Desk,
    outside: Path,
    tmp_path: Path,
) -> None:
    """Only an open message shows it whole, and a list opens none (C23)."""
    rows = [{"id": "p9", "title": "Logo 9", "body": "One more", "author": "ines@example.org"}]
    take_in(marketplace, write_csv(tmp_path / "more.csv", rows), Kind.POSTINGS)
    what = order(ListKind.POSTINGS, "moderation", "Logo 9", values=values)
    (row,) = table(exported(marketplace, what, outside / "p.xlsx").file, "Postings")
    assert (row["Site's id"], row["Author"]) == ("p9", "i•••@•••.org")


def test_the_file_is_in_the_log_with_its_hash_and_no_typed_text(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.PEOPLE, "research", "Ines Farkas"), outside / "x.xlsx")
    facts = last_entry(marketplace)
    assert facts["sha256"] == done.sha256 == file_sha256(done.file)
    assert (facts["list"], facts["purpose"], facts["records"]) == ("people", "research", 1)
    assert "ines" not in json.dumps(facts).casefold()
    with marketplace.read() as work:
        assert facts["filter"]["search"] == work.commitment("Ines Farkas")
        assert verify_log(work).ok


def test_the_file_verifies_offline_and_not_after_a_change(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "p.xlsx")
    assert verify(done.file).ok
    done.file.write_bytes(done.file.read_bytes()[:-1] + b"!")
    assert not verify(done.file).ok


def test_people_stay_masked_unless_values_are_asked_for(marketplace: Desk, outside: Path) -> None:
    masked = exported(marketplace, order(ListKind.PEOPLE, "research", "Ines"), outside / "masked.xlsx")
    plain = exported(
        marketplace, order(ListKind.PEOPLE, "research", "Ines", values=True), outside / "plain.xlsx"
    )
    assert table(masked.file, "People")[0]["E-mail"] == "i•••@•••.org"
    assert table(plain.file, "People")[0]["E-mail"] == "ines@example.org"
    assert last_entry(marketplace)["values"] is True


def test_records_whose_origin_forbids_the_purpose_stay_out_and_are_counted(
    marketplace: Desk, outside: Path
) -> None:
    done = exported(marketplace, order(ListKind.PEOPLE, "research"), outside / "people.xlsx")
    assert [row["Origin"] for row in table(done.file, "People")] == ["enrolment"] * 3
    assert last_entry(marketplace)["left_out"] == {"answer-only": 2, "promotion-origin-purposes": 2}
    assert done.left_out == 4


def test_a_column_that_the_policy_denies_stays_out_with_rule_and_clause(marketplace: Desk) -> None:
    with marketplace.read() as work:
        plan = plan_export(work, order(ListKind.PEOPLE, "research"))
    (out,) = plan.columns_out
    assert (out.title, out.reason.rule, out.reason.clause) == ("Under 13", "demographic-answers", "C19")
    assert "Under 13" not in plan.columns


def test_an_opt_out_keeps_an_entry_out_of_promotion_at_once(marketplace: Desk, outside: Path) -> None:
    what = order(ListKind.CONTESTS, "promotion")
    with marketplace.write() as work:
        opt_out(work, people_at(work, "ana@example.com")[0], "e-mail")
    with pytest.raises(NotAllowed, match="opted out of such communications"):
        exported(marketplace, what, outside / "none.xlsx")
    assert list(outside.iterdir()) == []


def test_contacts_are_not_exported_for_promotion(marketplace: Desk, outside: Path) -> None:
    with pytest.raises(NotAllowed, match="serves the answer alone"):
        exported(marketplace, order(ListKind.CONTACTS, "promotion"), outside / "c.xlsx")


def test_contacts_are_exported_to_be_answered(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.CONTACTS, "respond"), outside / "c.xlsx")
    assert [row["Subject"] for row in table(done.file, "Contact records")] == ["Lost", "How"]


def test_an_audit_sees_states_and_no_persons(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.POSTINGS, "audit"), outside / "a.xlsx")
    assert set(table(done.file, "Postings")[0]) == {"Number", "Kind", "State", "Risk", "Received", "Reason"}


def test_nothing_of_a_private_message_is_exported(marketplace: Desk, outside: Path) -> None:
    done = exported(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "m.xlsx")
    (message,) = [row for row in table(done.file, "Postings") if row["Kind"] == "message"]
    assert message["Title"] == "Private message"
    assert "beetroot" not in str(table(done.file, "Postings"))


def test_a_formula_in_a_name_stays_text(marketplace: Desk, outside: Path) -> None:
    done = exported(
        marketplace, order(ListKind.PEOPLE, "research", "Tables", values=True), outside / "f.xlsx"
    )
    cells = [cell for row in load_workbook(done.file)["People"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value and "Tables" in str(cell.value)] == ["s"]


def test_a_stopped_export_leaves_no_file_and_no_entry(marketplace: Desk, outside: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export_list(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "p.xlsx", progress)
    assert list(outside.iterdir()) == []
    with marketplace.read() as work:
        query = select(AuditEntry).where(AuditEntry.action == "exports:list:exported")
        assert work.session.scalars(query).all() == []


def test_an_export_stopped_between_two_rows_leaves_no_file(marketplace: Desk, outside: Path) -> None:
    class StopsAtTheFirstRow(Progress):
        def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
            super().at(done, total, doing)
            self.cancel()

    what = order(ListKind.POSTINGS, "moderation")
    with pytest.raises(Cancelled):
        export_list(marketplace, what, outside / "p.xlsx", StopsAtTheFirstRow())
    assert list(outside.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(marketplace: Desk, outside: Path) -> None:
    (outside / "p.xlsx").write_text("mine")
    with pytest.raises(BadInput, match="choose another name"):
        exported(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "p.xlsx")
    assert (outside / "p.xlsx").read_text() == "mine"


def test_an_empty_list_is_not_exported(marketplace: Desk, outside: Path) -> None:
    with pytest.raises(BadInput, match="nothing to export"):
        exported(marketplace, order(ListKind.POSTINGS, "moderation", "zebra"), outside / "p.xlsx")


def test_a_moderator_exports_no_shares_and_only_an_auditor_the_log(
    marketplace: Desk, signed_in: SignIn, outside: Path
) -> None:
    with pytest.raises(NotAllowed):
        exported(signed_in("mia"), order(ListKind.SHARES, "audit"), outside / "s.xlsx")
    with pytest.raises(NotAllowed):
        exported(signed_in("pia"), order(ListKind.AUDIT, "audit"), outside / "l.xlsx")
    done = exported(signed_in("aldo"), order(ListKind.AUDIT, "audit"), outside / "log.xlsx")
    with marketplace.read() as work:
        leaves = work.session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.position)).all()
    rows = table(done.file, "Log entries")
    assert [row["Leaf hash"] for row in rows] == [one.hex() for one in leaves[: len(rows)]]
    assert len(rows) == len(leaves) - 1  # the entry of this export came after the reading


def test_an_auditor_does_not_get_values(signed_in: SignIn, outside: Path) -> None:
    with pytest.raises(NotAllowed, match="auditor"):
        exported(signed_in("aldo"), order(ListKind.PEOPLE, "audit", values=True), outside / "s.xlsx")


def test_the_purposes_offered_are_those_the_policy_lets_something_go_for(marketplace: Desk) -> None:
    with marketplace.read() as work:
        offered = {kind: [one.key for one in offered_purposes(work, kind)] for kind in ListKind}
    assert offered[ListKind.CONTACTS] == ["respond", "audit"]
    assert offered[ListKind.CONTESTS] == ["promotion", "notify_winner", "moderation", "audit"]
    assert offered[ListKind.POSTINGS] == ["provide_services", "research", "moderation", "audit"]
    assert offered[ListKind.REQUESTS] == ["respond", "access", "correction", "audit"]
    assert offered[ListKind.SHARES] == offered[ListKind.AUDIT] == ["audit"]


@pytest.mark.parametrize("purpose", ["legal_disclosure", "transfer", "child_purge", "access"])
def test_a_duty_with_a_procedure_of_its_own_is_no_purpose_of_a_list(
    marketplace: Desk, outside: Path, purpose: str
) -> None:
    with pytest.raises(BadInput, match="procedure of its own"):
        exported(marketplace, order(ListKind.PEOPLE, purpose), outside / "x.xlsx")


def test_a_record_collected_under_a_policy_that_is_not_here_stays_out(marketplace: Desk) -> None:
    from core.people.tables import PersonRecord  # noqa: PLC0415  # this test alone edits a stored record

    with marketplace.write() as work:
        row = work.session.scalars(select(PersonRecord).where(PersonRecord.email == "wei@example.net")).one()
        row.policy_version = "lost-1999"
        opt_out(work, row.person_id, "telephone")
    with marketplace.read() as work:
        plan = plan_export(work, order(ListKind.PEOPLE, "research"))
    assert {one.reason.rule: one.records for one in plan.left_out}["version-not-on-file"] == 1


@pytest.mark.parametrize("typed", ["Ines", "ines@example.org", "ines_farkas"])
def test_no_word_that_somebody_typed_stands_in_the_log(marketplace: Desk, outside: Path, typed: str) -> None:
    what = ExportOrder(ListKind.PEOPLE, narrowed(ListKind.PEOPLE), "research", search=typed)
    exported(marketplace, replace(what, told={"filter": "opted_out", "saved": typed}), outside / "p.xlsx")
    with marketplace.read() as work:
        bodies = b"".join(work.session.scalars(select(AuditEntry.body)))
        facts = last_entry(marketplace)["filter"]
        assert facts == {"filter": "opted_out"} | dict.fromkeys(("saved", "search"), work.commitment(typed))
    assert typed.encode() not in bodies


def test_who_opts_out_while_the_workbook_is_written_is_not_in_it(
    marketplace: Desk, outside: Path, tmp_path: Path, signed_in: SignIn
) -> None:
    rows = [{"entry_id": "e3", "contest": "Desk", "name": "Uma Holt", "email": "uma@example.com"}]
    take_in(marketplace, write_csv(tmp_path / "more.csv", rows), Kind.CONTESTS)
    mia = signed_in("mia")

    class AnaOptsOut(Progress):
        out = False

        @override
        def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
            super().at(done, total, doing)
            if doing == "Reading" and not self.out:
                self.out = True
                with mia.write() as work:
                    opt_out(work, people_at(work, "ana@example.com")[0], "e-mail")

    what = order(ListKind.CONTESTS, "promotion")
    done = export_list(marketplace, what, outside / "p.xlsx", AnaOptsOut())
    assert [row["Site's id"] for row in table(done.file, "Entries")] == ["e3"]
    assert last_entry(marketplace)["records"] == done.records == 1


def test_an_export_leaves_nothing_aside(marketplace: Desk, outside: Path) -> None:
    exported(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "p.xlsx")
    assert list((marketplace.folder.path / "aside").iterdir()) == []
    assert sorted(one.name for one in outside.iterdir()) == ["p.xlsx", "p.xlsx.manifest.json"]


def test_of_a_posting_by_an_unknown_person_the_text_goes_and_the_author_stays(
    marketplace: Desk, outside: Path
) -> None:
    done = exported(marketplace, order(ListKind.POSTINGS, "moderation", "Logo"), outside / "p.xlsx")
    authors = {row["Site's id"]: row["Author"] for row in table(done.file, "Postings")}
    known = {f"p{n}": f"u{n}" for n in (1, 2, 3)}
    assert authors == known | dict.fromkeys(f"p{n}" for n in (4, 5, 6, 7))
    assert [row["Title"] for row in table(done.file, "Postings")] == [f"Logo {n}" for n in range(1, 8)]


def test_a_message_by_an_unknown_person_stays_out(marketplace: Desk, outside: Path, tmp_path: Path) -> None:
    rows = [{"id": "m2", "body": "hello", "from": "nobody", "to": "u2"}]
    take_in(marketplace, write_csv(tmp_path / "more.csv", rows), Kind.MESSAGES)
    done = exported(marketplace, order(ListKind.POSTINGS, "moderation"), outside / "m.xlsx")
    assert [row["Site's id"] for row in table(done.file, "Postings") if row["Kind"] == "message"] == ["m1"]
    assert done.left_out == 1


def test_an_opt_out_keeps_every_entry_at_that_address_out_of_promotion(
    marketplace: Desk, outside: Path, tmp_path: Path
) -> None:
    rows = [{"entry_id": "e1", "contest": "Desk", "name": "Ana Luz", "email": "OLE@example.com"}]
    take_in(marketplace, write_csv(tmp_path / "moved.csv", rows), Kind.CONTESTS)
    with pytest.raises(NotAllowed, match="opted out of such communications"):
        exported(marketplace, order(ListKind.CONTESTS, "promotion"), outside / "none.xlsx")


def test_a_share_and_an_export_say_alike_how_many_people_and_records(
    marketplace: Desk, outside: Path, tmp_path: Path, signed_in: SignIn
) -> None:
    rows = [
        {"entry_id": f"a{n}", "contest": "Car", "name": "Ana Luz", "email": "ana@example.com"} for n in "12"
    ]
    take_in(marketplace, write_csv(tmp_path / "more.csv", rows), Kind.CONTESTS)
    done = exported(marketplace, order(ListKind.CONTESTS, "promotion"), outside / "p.xlsx")
    assert done.sentence == "Exported 1 person, 3 entries; 1 left out by the policy."
    with signed_in("pia").write() as work:
        register(work)
    with marketplace.write() as work:
        chosen = Selection(Who.ORIGIN, ("contest",))
        said = propose_share(work, newsletter(selection=chosen)).sentence
    assert said == "Proposed share 1: 1 person, 3 records of 4 may go."
