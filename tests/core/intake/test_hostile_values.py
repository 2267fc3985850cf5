from collections.abc import Callable
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import BadInput
from core.intake.mapping import load_mapping
from core.intake.placing import Counts
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from tests.core.intake.files import PEOPLE, write_csv

SignIn = Callable[[str], Desk]


@pytest.mark.parametrize(
    "value",
    [
        {"collected_at": "0001-01-01T00:00:00+05:00"},
        {"birth_date": "9999-12-31T23:59:59-05:00"},
        {"stated_age": "9" * 5000},
    ],
)
def test_a_value_beyond_what_can_be_kept_holds_up_its_own_row_alone(
    signed_in: SignIn, tmp_path: Path, value: dict[str, str]
) -> None:
    (heading,) = value
    rows = [PEOPLE[0] | {heading: ""}, PEOPLE[1] | value]
    counts = take_in_file(signed_in("leo"), write_csv(tmp_path / "people.csv", rows), Kind.PEOPLE).counts
    assert counts == Counts(read=2, stored=1, quarantined=1)


@pytest.mark.parametrize("text", ["rest = 5", "rest = [1]", "x = " + "[" * 5000])
def test_a_mapping_that_cannot_be_read_is_answered_by_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "map.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=r"^map\.toml"):
        load_mapping(file, Kind.PEOPLE, ["name"])
