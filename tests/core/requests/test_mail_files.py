"""A file of mail is a request or a sentence, whatever is in it; the next one is taken in (C25)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.requests.case_view import case
from core.requests.mail_files import receive_file
from core.requests.tables import AccessRequest

HOSTILE = b"From: %s\nReply-To: %s\nTo: %s\nSubject: Mine\n\nMy data, please.\n" % ((b"(" * 5000,) * 3)


def requests_on(desk: Desk) -> int:
    with desk.read() as work:
        return work.session.scalar(select(func.count()).select_from(AccessRequest)) or 0


def test_a_file_becomes_a_request(pia: Desk, tmp_path: Path, letter: Callable[..., bytes]) -> None:
    (tmp_path / "one.eml").write_bytes(letter())

    assert receive_file(pia, tmp_path / "one.eml").kind == "access"


def test_a_hostile_sender_s_line_opens_a_request_that_matches_nobody(pia: Desk, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(HOSTILE)
    found = receive_file(pia, tmp_path / "one.eml")

    assert (found.name_match, found.address_match) == ("none", "none")
    assert any("field From" in one for one in found.findings)
    with pia.read() as work:
        assert case(work, found.case).reply_to == ""


@pytest.mark.parametrize("content", [HOSTILE, b"Not a letter."])
def test_who_takes_no_mail_in_is_refused_before_the_file_is_read(
    signed_in: Callable[[str], Desk], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "one.eml").write_bytes(content)
    with pytest.raises(NotAllowed):
        receive_file(signed_in("ada"), tmp_path / "one.eml")


def test_a_file_is_read_while_another_write_goes_on(pia: Desk, tmp_path: Path) -> None:
    """One that is no e-mail is refused by whoever reads it, and so tells when that was."""
    (tmp_path / "one.eml").write_bytes(b"Not a letter.")
    with ThreadPoolExecutor(1) as other, pia.write():
        reading = other.submit(receive_file, pia, tmp_path / "one.eml")
        assert "not an e-mail" in str(reading.exception(timeout=20))


def test_a_file_that_cannot_be_read_is_a_sentence(pia: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        receive_file(pia, tmp_path / "gone.eml")


def test_a_file_larger_than_any_mail_is_not_read_whole(pia: Desk, tmp_path: Path) -> None:
    with (tmp_path / "large.eml").open("wb") as file:
        file.truncate(60 << 20)
    with pytest.raises(BadInput, match="50 MB"):
        receive_file(pia, tmp_path / "large.eml")


def test_a_mistake_with_one_file_is_a_sentence_that_says_where_and_nothing_of_it(
    pia: Desk, tmp_path: Path
) -> None:
    """The system itself refuses such a name with an error that nobody foresaw."""
    with pytest.raises(BadInput) as told:
        receive_file(pia, tmp_path / "oscar\0.eml")

    place = "ValueError at core.requests.mail_files:"
    assert told.value.sentence.startswith(f"Remit made a mistake with it ({place}")
    assert told.value.sentence.endswith("Nothing was taken in; the file stays where it is.")
    assert "oscar" not in told.value.sentence
    assert requests_on(pia) == 0
