"""Real, broken and odd mail of others comes in without a crash, and nothing of it is lost."""

import os
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import BadInput
from core.mail.parsing import parse_message
from core.requests.arrival import NoRequest, receive
from core.requests.tables import AccessRequest

ROOT = Path(__file__).parents[3]
ENDINGS = {".eml", ".txt", ".msg", ".mail", ".email", ""}


@pytest.fixture(scope="session")
def real_mail() -> list[Path]:
    folder = Path(os.environ.get("REMIT_SHARED", ROOT.parent / "shared")) / "data" / "2_emails"
    if not folder.is_dir():
        pytest.skip("the shared messages are not on this machine")
    return [one for one in sorted(folder.rglob("*")) if one.is_file() and one.suffix.lower() in ENDINGS]


def words(raw: bytes) -> list[str]:
    return parse_message(raw).own.split()


def test_every_real_message_is_kept_byte_for_byte_known_as_a_copy_or_refused_in_a_sentence(
    pia: Desk, real_mail: list[Path]
) -> None:
    refused, passed_over = [], []
    for file in real_mail:
        raw = file.read_bytes()
        try:
            with pia.write() as work:
                receipt = receive(work, raw)
                there = work.session.get_one(AccessRequest, receipt.case)
                assert there.message == raw or (receipt.known and words(there.message) == words(raw))
        except BadInput as error:
            refused.append((file, error.sentence))
        except NoRequest:
            passed_over.append(file)
    assert all(said.endswith("Nothing was taken in; the file stays where it is.") for _, said in refused)
    assert not [file for file, _ in refused if b"\nFrom:" in file.read_bytes()]
    assert len(passed_over) < len(real_mail) / 4
