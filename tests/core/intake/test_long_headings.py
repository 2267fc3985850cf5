"""A heading is a text like any other: the dots in it join nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import BadInput
from core.intake.mapping import load_mapping, mapping_as_kept, suggest_mapping
from core.intake.quarantine import waiting
from core.intake.release import release
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from tests.core.intake.files import PEOPLE, write_csv

DOTTED = ".".join("n" * 60)
ROW = PEOPLE[0] | {"role": "", "origin": "", DOTTED: "kept"}


def test_a_suggested_mapping_is_read_again_however_many_dots_a_heading_has(tmp_path: Path) -> None:
    suggested = suggest_mapping(Kind.PEOPLE, list(ROW))
    (tmp_path / "map.toml").write_text(suggested.as_toml(), "utf-8")
    assert load_mapping(tmp_path / "map.toml", Kind.PEOPLE, list(ROW)) == suggested


def test_a_row_under_a_heading_of_many_dots_is_released(
    signed_in: Callable[[str], Desk], tmp_path: Path
) -> None:
    leo = signed_in("leo")
    assert take_in_file(leo, write_csv(tmp_path / "a.csv", [ROW]), Kind.PEOPLE).counts.quarantined == 1
    with leo.write() as work:
        assert release(work, [waiting(work)[0].id], {"origin": "enrolment"}).sentence == "Released 1 row."


@pytest.mark.parametrize("text", ["no = ", 'fields = "none"'])
def test_a_kept_mapping_that_cannot_be_read_is_a_sentence(text: str) -> None:
    with pytest.raises(BadInput, match="cannot be read; take its file in again"):
        mapping_as_kept(Kind.PEOPLE, text)
