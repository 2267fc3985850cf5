"""The policy version that a record is kept under: told, or that of its day, or not known (C01, C02)."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from core.desk import Desk
from core.errors import BadInput
from core.intake.mapping import load_mapping, suggest_mapping
from core.intake.placing import Counts
from core.intake.runs import open_file, take_in_file
from core.intake.shapes import Kind
from core.people.rules import VERSION_NOT_KNOWN
from core.people.tables import PersonRecord
from core.policy.store import publish_policy, shipped_policy_text
from tests.core.intake.files import ENTRY, PEOPLE, write_csv

OLD, NEW = "offshorexperts-2012-12", "offshorexperts-2026-06"
INES = PEOPLE[0]


@pytest.fixture
def leo(signed_in: Callable[[str], Desk]) -> Desk:
    """A desk that has a second version, in force from June 2026 on."""
    text = shipped_policy_text().replace(OLD, NEW).replace("effective = 2012-12-01", "effective = 2026-06-01")
    with signed_in("pia").write() as work:
        publish_policy(work, text)
    return signed_in("leo")


def versions(desk: Desk) -> list[str]:
    with desk.read() as work:
        return list(work.session.scalars(select(PersonRecord.policy_version).order_by(PersonRecord.id)))


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ({"joined_at": ""}, VERSION_NOT_KNOWN),
        ({"joined_at": "2012-11-30"}, VERSION_NOT_KNOWN),
        ({"joined_at": "2026-05-31"}, OLD),
        ({"joined_at": "2026-06-01"}, NEW),
        ({"joined_at": "", "policy_version": OLD}, OLD),
        ({"joined_at": "2026-07-01", "policy_version": OLD}, OLD),
    ],
)
def test_a_row_s_version_is_told_or_follows_from_its_day_and_is_otherwise_not_known(
    leo: Desk, tmp_path: Path, told: Mapping[str, str], version: str
) -> None:
    take_in_file(leo, write_csv(tmp_path / "p.csv", [INES | told]), Kind.PEOPLE)
    assert versions(leo) == [version]


def test_an_entry_without_a_day_is_not_taken_to_be_of_today(leo: Desk, tmp_path: Path) -> None:
    take_in_file(leo, write_csv(tmp_path / "e.csv", [ENTRY]), Kind.CONTESTS)
    assert versions(leo) == [VERSION_NOT_KNOWN]
    with leo.read() as work:
        assert work.session.scalars(select(PersonRecord.collected_at)).one() is None


def test_the_version_told_for_a_file_holds_for_rows_that_name_none(leo: Desk, tmp_path: Path) -> None:
    rows = [INES | {"policy_version": ""}, PEOPLE[1] | {"policy_version": NEW}]
    file = write_csv(tmp_path / "p.csv", rows)
    _, mapping = open_file(file, Kind.PEOPLE)
    take_in_file(leo, file, Kind.PEOPLE, mapping.with_constants({"policy_version": OLD}))
    assert versions(leo) == [OLD, NEW]


def test_a_file_taken_again_with_its_version_makes_known_what_was_not(leo: Desk, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "p.csv", [INES])
    take_in_file(leo, file, Kind.PEOPLE)
    told = open_file(file, Kind.PEOPLE)[1].with_constants({"policy_version": OLD})
    assert take_in_file(leo, file, Kind.PEOPLE, told).counts == Counts(read=1, updated=1)
    assert take_in_file(leo, file, Kind.PEOPLE).counts == Counts(read=1, known=1)
    assert versions(leo) == [OLD]


def test_a_version_that_the_desk_does_not_have_is_refused_before_anything_is_stored(
    leo: Desk, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "p.csv", [INES])
    told = open_file(file, Kind.PEOPLE)[1].with_constants({"policy_version": "2031"})
    with pytest.raises(BadInput, match=f"has no policy version “2031”; it has {OLD}, {NEW}"):
        take_in_file(leo, file, Kind.PEOPLE, told)
    assert versions(leo) == []


def test_no_constant_gives_every_row_one_address(tmp_path: Path) -> None:
    headings = ("id", "name", "email", "role")
    file = tmp_path / "map.toml"
    file.write_text(
        suggest_mapping(Kind.PEOPLE, headings).with_constants({"email": "a@example.org"}).as_toml(), "utf-8"
    )
    with pytest.raises(BadInput, match="another in every row"):
        load_mapping(file, Kind.PEOPLE, headings)
