"""remitctl feed as the site's schedule calls it, and docs/feed.md as the site's engineer reads it."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.desk import Desk
from core.feed.reading import SiteRow
from core.feed.tables import FeedKind, RecordKind
from core.feed.telling import SiteRecord, tell_correction
from core.landing import file_sha256
from core.people.actions import opt_out, opt_out_address
from core.people.tables import PersonRecord
from core.postings.actions import remove_postings
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.core.feed.conftest import arrived
from tests.core.postings.arriving import incoming

Call = Callable[..., tuple[int, dict[str, Any]]]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "feed.md"
PROOF = re.compile(r"(?<=\d{12}-)[0-9a-f]{16}")


@pytest.fixture
def night(signed_in: Callable[[str], Desk]) -> str:
    signed_in("ada").add_staff("night", Role.SERVICE, PASSPHRASE)
    return "night"


@pytest.fixture
def decided(signed_in: Callable[[str], Desk]) -> Desk:
    """What the document tells: a posting removed as fraud, an opt-out, a corrected address."""
    leo = signed_in("leo")
    with leo.write() as work:
        (posting,) = take_in(work, Kind.POSTING, [incoming("p-1", "A logo")], live_screener()).ids
    nina = arrived(leo, "m-1")
    with leo.write() as work:
        remove_postings(work, [posting], "fraud")
        opt_out(work, nina)
        one = work.session.scalars(select(PersonRecord)).one()
        one.email = "nina.okafor@example.org"
        about = SiteRecord(RecordKind.PEOPLE, one.external_id, one.id, nina)
        tell_correction(work, about, {"email": one.email})
        record(work, "test:person:corrected", ("person", nina))
    return leo


def without_proofs(answer: object) -> Any:
    return json.loads(PROOF.sub("f" * 16, json.dumps(answer)))


def test_the_document_s_example_is_what_remitctl_answers(remitctl: Call, night: str, decided: Desk) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    status, told = remitctl(night, "feed")
    assert (status, without_proofs(told)) == (0, without_proofs(json.loads(block)))
    assert decided.staff


def test_the_document_names_every_field_and_every_kind() -> None:
    text = DOCUMENT.read_text("utf-8")
    wanted = [*(one.name for one in fields(SiteRow)), *FeedKind, *RecordKind]
    assert [one for one in wanted if f"`{one}`" not in text] == []


def test_the_schedule_s_round_ends_with_nothing_left(remitctl: Call, night: str, decided: Desk) -> None:
    _, first = remitctl(night, "feed", "--limit", "2")
    assert (len(first["rows"]), first["more"], first["waiting"]) == (2, True, 3)
    status, second = remitctl(night, "feed", "--ack", first["cursor"])
    assert (status, second["done"]) == (0, "Acknowledged 2 rows of the site feed.")
    assert [one["kind"] for one in second["rows"]] == ["correct"]
    _, third = remitctl(night, "feed", "--ack", second["cursor"])
    assert (third["rows"], third["waiting"], third["cursor"]) == ([], 0, second["cursor"])
    _, again = remitctl(night, "feed", "--since", "start")
    assert [one["id"] for one in again["rows"]] == [one["id"] for one in first["rows"] + second["rows"]]
    assert decided.staff


def test_a_refused_call_says_why_and_changes_nothing(remitctl: Call, night: str, decided: Desk) -> None:
    _, told = remitctl(night, "feed")
    assert remitctl("leo", "feed", "--ack", told["cursor"]) == (
        1, {"ok": False, "error": "As a lead you may not acknowledge the site feed."},
    )  # fmt: skip
    assert remitctl("mia", "feed")[0] == 1
    assert remitctl(night, "feed", "--ack", "dragons")[0] == 1
    assert remitctl(night, "feed", "--since", "999999999999-" + "0" * 16)[1]["error"].startswith(
        "This feed has no"
    )
    assert remitctl(night, "feed")[1]["waiting"] == 3
    assert decided.staff


def test_the_feed_as_a_file_holds_the_same_rows(
    remitctl: Call, night: str, decided: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "feed.jsonl"
    _, told = remitctl(night, "feed")
    status, made = remitctl(night, "feed", "--to", str(file))
    lines = [json.loads(one) for one in file.read_text("ascii").splitlines()]
    assert (status, lines, made["records"]) == (0, told["rows"], 3)
    assert made["cursor"] == told["cursor"] == lines[-1]["id"]
    assert made["sha256"] == file_sha256(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with decided.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "feed:file:written")
        (body,) = work.session.scalars(query)
    assert made["sha256"].encode() in body
    assert b"example.org" not in body


def test_a_file_not_fetched_yet_is_replaced_by_one_with_all_that_waits(
    remitctl: Call, night: str, decided: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "feed.jsonl"
    _, made = remitctl(night, "feed", "--to", str(file), "--limit", "2")
    assert (made["records"], made["more"]) == (2, True)
    with decided.write() as work:
        opt_out_address(work, "who@example.net")
    _, made = remitctl(night, "feed", "--to", str(file))
    assert (made["records"], made["more"], len(file.read_text().splitlines())) == (4, False, 4)
    _, made = remitctl(night, "feed", "--ack", made["cursor"], "--to", str(file))
    assert (made["records"], file.read_bytes()) == (0, b"")
    assert made["done"] == "Acknowledged 4 rows of the site feed. Wrote 0 rows to feed.jsonl."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.jsonl", '{"dear": "diary"}\n', "is there already and is no file of the feed"),
        ("list.jsonl", "[1, 2]\n", "is there already and is no file of the feed"),
        ("photo.jsonl", "\x89PNG", "is there already and is no file of the feed"),
        ("feed.csv", None, "must end in .jsonl"),
        (".jsonl", None, "must end in .jsonl"),
        ("nowhere/feed.jsonl", None, "There is no folder nowhere"),
    ],
)
def test_no_other_file_is_overwritten(  # noqa: PLR0913, PLR0917  # each is a part of the case
    name: str, content: str | None, said: str, remitctl: Call, night: str, decided: Desk, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content, "latin-1")
    status, told = remitctl(night, "feed", "--to", str(file))
    assert (status, said in told["error"]) == (1, True), told
    assert content is None or file.read_text("latin-1") == content
    assert decided.staff


def test_a_role_that_may_not_acknowledge_makes_no_file(remitctl: Call, decided: Desk, tmp_path: Path) -> None:
    assert remitctl("aldo", "feed", "--to", str(tmp_path / "feed.jsonl"))[0] == 1
    assert list(tmp_path.glob("*.jsonl")) == []
    assert decided.staff
