"""An opt-out counts for the person and for the address, whoever's record the address stands in (C19, C20)."""

from dataclasses import replace

from core.people.actions import opt_out
from core.shares.evaluation import Evaluation
from core.shares.queries import share_now
from tests.core.shares.arriving import arrive, given
from tests.core.shares.conftest import Shift
from tests.core.shares.test_execution import file_of, rows_in


def now(shift: Shift, share: int) -> Evaluation:
    with shift.pia.read() as work:
        return share_now(work, share)


def names_in(shift: Shift, share: int) -> list[object]:
    return [row[0] for row in rows_in(file_of(shift, share))[1:]]


def move_belas_record_to(shift: Shift, address: str) -> None:
    moved = replace(given("Bela"), email=address, digest="moved")
    with shift.olga.write() as work:
        arrive(work, [moved])


def test_a_record_that_moves_to_an_opted_out_persons_address_is_not_promoted(shift: Shift) -> None:
    share = shift.proposed()
    before = now(shift, share).records
    move_belas_record_to(shift, " OTTO@example.com")
    after = now(shift, share)
    assert after.records == before - 1
    assert after.selected == after.records + sum(one.records for one in after.excluded)


def test_an_address_that_moves_after_the_approval_is_removed_at_execution(shift: Shift) -> None:
    share = shift.approved()
    move_belas_record_to(shift, "otto@example.com")
    assert "1 person opted out since approval; removed." in shift.executed(share)
    assert names_in(shift, share) == ["Anna Example", "Cato Example", "Dora Example"]


def test_whoever_shares_an_address_with_one_who_opts_out_is_not_promoted(shift: Shift) -> None:
    move_belas_record_to(shift, "anna@example.com")
    share = shift.approved()
    with shift.olga.write() as work:
        opt_out(work, shift.people["Anna"])
    shift.executed(share)
    assert names_in(shift, share) == ["Cato Example", "Dora Example"]


def test_records_without_an_address_share_none(shift: Shift) -> None:
    move_belas_record_to(shift, "")
    share = shift.proposed()
    before = now(shift, share).records
    with shift.olga.write() as work:
        arrive(work, [replace(given("Cato"), email="", digest="moved")])
        opt_out(work, shift.people["Cato"])
    assert now(shift, share).records == before - 1
