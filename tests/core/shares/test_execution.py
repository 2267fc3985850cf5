"""Execution judges again, lets out no more than was approved, and leaves a file that proves itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update
from typing_extensions import override

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.errors import BadInput, Cancelled, DeskError, WrongState
from core.landing import file_sha256
from core.people.actions import opt_out, take_back_opt_out
from core.people.tables import Person, PersonRecord
from core.progress import Progress
from core.shares.actions import frozen_digest
from core.shares.detail import ShareDetail, share_detail
from core.shares.execution import execute_share
from core.shares.proposal import Selection, Who
from core.shares.queries import disclosures_of
from core.shares.tables import Agreement, Share, ShareRecord, ShareState
from core.sheets.verification import verify
from tests.conftest import Clock
from tests.core.shares.arriving import arrive, given, newsletter
from tests.core.shares.conftest import Shift


def seen(shift: Shift, share: int) -> ShareDetail:
    with shift.leo.read() as work:
        return share_detail(work, share)


def file_of(shift: Shift, share: int) -> Path:
    return shift.outbox / seen(shift, share).file_name


def rows_in(file: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(file)["Records"].iter_rows(values_only=True))


def test_the_workbook_holds_exactly_what_may_go_one_row_a_person(shift: Shift) -> None:
    share = shift.approved()
    assert shift.executed(share) == "Executed: 4 people, 4 records for Sparrow Mail."
    assert rows_in(file_of(shift, share)) == [
        ("Full name", "E-mail address", "Country"),
        *(
            (f"{name} Example", f"{name.casefold()}@example.com", "Ireland")
            for name in ("Anna", "Bela", "Cato", "Dora")
        ),
    ]


def test_the_file_verifies_and_a_changed_byte_is_found(shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    file = file_of(shift, share)
    assert verify(file).ok
    assert file_sha256(file) == seen(shift, share).sha256
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert not verify(file).ok


def test_the_manifest_says_who_was_left_out_and_why(shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    file = file_of(shift, share)
    manifest = json.loads(file.with_name(file.name + ".manifest.json").read_bytes())
    facts = manifest["disclosure"]
    assert facts["agreement"] == "SM-1"
    assert facts["proposed_by"]["role"] == "lead"
    assert facts["approved_by"]["role"] == "officer"
    assert {"reason": "Opted out", "clause": "C20", "records": 1} in facts["excluded"]


def test_whoever_opted_out_since_the_approval_is_removed_and_counted(shift: Shift) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        for name in ("Anna", "Bela"):
            opt_out(work, shift.people[name])
    assert shift.executed(share) == (
        "Executed: 2 people, 2 records for Sparrow Mail. 2 people opted out since approval; removed."
    )
    detail = seen(shift, share)
    since = [(one.reason, one.clause, one.records) for one in detail.excluded if one.since_approval]
    assert since == [("Opted out", "C20", 2)]
    assert detail.selected == detail.records + sum(one.records for one in detail.excluded)


def test_it_never_lets_out_more_than_was_approved(shift: Shift) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        take_back_opt_out(work, shift.people["Otto"], "e-mail", "asked_again")
        arrive(work, [given("Nora")])
    shift.executed(share)
    names = {row[0] for row in rows_in(file_of(shift, share))}
    assert not names & {"Otto Example", "Nora Example"}


def test_what_turned_out_to_be_a_childs_or_is_gone_does_not_leave(shift: Shift) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        work.session.execute(update(Person).where(Person.id == shift.people["Anna"]).values(under_13=True))
        gone = select(PersonRecord).where(PersonRecord.person_id == shift.people["Bela"])
        work.session.delete(work.session.scalars(gone).one())
        record(work, "requests:person:erased", ("person", shift.people["Bela"]))
    assert shift.executed(share) == (
        "Executed: 2 people, 2 records for Sparrow Mail. "
        "1 person turned out to be under 13 since approval; removed. "
        "1 record removed since approval: no longer on file (C26)."
    )


def test_an_expired_approval_lets_nothing_out(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    clock.forward(days=7)
    with pytest.raises(WrongState, match="The approval expired; nothing left the desk"):
        shift.executed(share)
    assert not shift.outbox.exists() or not list(shift.outbox.iterdir())


def test_an_agreement_that_ended_meanwhile_lets_nothing_out(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        work.session.execute(update(Agreement).values(ends_on=clock().date()))
        record(work, "shares:agreement:ended", ("agreement", 1))
    clock.forward(days=1)
    with pytest.raises(WrongState, match="Nothing may go any more: The agreement with this vendor is not in"):
        shift.executed(share)
    assert seen(shift, share).state is ShareState.APPROVED


def test_records_altered_behind_the_approval_are_noticed(shift: Shift) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        work.session.add(ShareRecord(share_id=share, record_id=999, person_id=1, field_set=7))
        record(work, "test:share:tampered", ("share", share))
    with pytest.raises(WrongState, match="altered since the approval"):
        shift.executed(share)


def test_a_stopped_execution_leaves_no_file_and_an_approved_share(shift: Shift) -> None:
    share = shift.approved()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        execute_share(shift.pia, share, progress)
    assert files_left(shift) == []
    assert seen(shift, share).state is ShareState.APPROVED
    shift.executed(share)
    assert verify(file_of(shift, share)).ok


def test_an_outbox_that_takes_no_file_leaves_the_share_approved(shift: Shift) -> None:
    share = shift.approved()
    shift.outbox.write_text("no folder")
    with pytest.raises(DeskError, match="nothing left the desk"):
        shift.executed(share)
    assert seen(shift, share).state is ShareState.APPROVED
    assert files_left(shift) == []
    shift.outbox.unlink()
    assert shift.executed(share) == "Executed: 4 people, 4 records for Sparrow Mail."


class OptsOut(Progress):
    """While a workbook is written, the next of these people opts out."""

    def __init__(self, shift: Shift, names: list[str]) -> None:
        super().__init__()
        self.shift, self.names = shift, names

    @override
    def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
        super().at(done, total, doing)
        if doing and doing.startswith("Writing share") and self.names:
            with self.shift.olga.write() as work:
                opt_out(work, self.shift.people[self.names.pop()])


@pytest.mark.parametrize("names", [["Anna"], ["Anna", "Bela", "Cato"]])
def test_who_opts_out_while_the_workbook_is_written_is_not_in_it(shift: Shift, names: list[str]) -> None:
    share = shift.approved()
    execute_share(shift.pia, share, OptsOut(shift, list(names)))
    assert {row[0] for row in rows_in(file_of(shift, share))[1:]} == {
        f"{name} Example" for name in ("Anna", "Bela", "Cato", "Dora") if name not in names
    }
    detail = seen(shift, share)
    assert detail.selected == detail.records + sum(one.records for one in detail.excluded)


def test_a_value_that_is_corrected_while_the_workbook_is_written_leaves_corrected(shift: Shift) -> None:
    class Corrects(Progress):
        done_once = False

        @override
        def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
            super().at(done, total, doing)
            if doing and doing.startswith("Writing share") and not self.done_once:
                self.done_once = True
                with shift.olga.write() as work:
                    arrive(work, [replace(given("Bela"), country="Malta", digest="corrected")])

    share = shift.approved()
    execute_share(shift.pia, share, Corrects())
    assert [row[2] for row in rows_in(file_of(shift, share))[1:]] == [
        "Ireland",
        "Malta",
        "Ireland",
        "Ireland",
    ]


def test_others_work_on_while_the_workbook_is_written(shift: Shift) -> None:
    share = shift.approved()
    other = OptsOut(shift, ["Rosa"])
    execute_share(shift.pia, share, other)  # were the desk locked, this opt-out would wait for the workbook
    assert other.names == []


def files_left(shift: Shift) -> list[Path]:
    folders = (shift.outbox, shift.pia.folder.path / "aside")
    return [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]


def test_a_file_of_that_name_is_never_overwritten(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    shift.outbox.mkdir(exist_ok=True)
    there = shift.outbox / f"share-{share}-sparrow-mail-{clock():%Y-%m-%d}.xlsx"
    there.write_text("someone's own file")
    with pytest.raises(BadInput, match="is in the outbox already"):
        shift.executed(share)
    assert there.read_text() == "someone's own file"


def test_the_log_holds_the_hash_and_no_name_or_address(shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    with shift.pia.read() as work:
        bodies = [bytes(one) for one in work.session.scalars(select(AuditEntry.body))]
    text = b"\n".join(bodies).decode()
    assert seen(shift, share).sha256 in text
    assert "Example" not in text
    assert "@example.com" not in text


def test_the_log_names_no_contest_nor_title(shift: Shift) -> None:
    chosen = Selection(Who.CONTEST, contest="Win a weekend with Wilma")
    shift.proposed(newsletter(title="For Wilma Planted", selection=chosen, why="Wilma asked"))
    with shift.pia.read() as work:
        text = b"\n".join(work.session.scalars(select(AuditEntry.body))).decode()
        assert work.commitment(chosen.contest) in text
    assert "ilma" not in text


def test_each_person_can_be_told_who_was_given_what(shift: Shift, clock: Clock) -> None:
    share = shift.approved(newsletter(fields=("full_name", "email")))
    shift.executed(share)
    with shift.pia.read() as work:
        (given_away,) = disclosures_of(work, shift.people["Anna"])
        assert not disclosures_of(work, shift.people["Otto"])
    assert (given_away.vendor, given_away.purpose, given_away.agreement) == (
        "Sparrow Mail",
        "Send product information",
        "SM-1",
    )
    assert given_away.fields == ("Full name", "E-mail address")
    assert given_away.executed_at == clock()


def test_a_field_denied_to_some_is_blank_for_them_alone(shift: Shift) -> None:
    share = shift.approved()
    with shift.olga.write() as work:
        rows = work.session.scalars(select(ShareRecord).where(ShareRecord.share_id == share)).all()
        rows[0].approved_set = 0b011  # approved without the country
        work.session.flush()
        stored = work.session.get_one(Share, share)
        stored.frozen_digest = frozen_digest(work, share)
        record(work, "test:share:narrowed", ("share", share))
    shift.executed(share)
    countries = [row[2] for row in rows_in(file_of(shift, share))[1:]]
    assert countries.count(None) == 1
