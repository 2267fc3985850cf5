"""The log by remitctl: checkpoints, proofs, a check with no desk, and a log cut short that shows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.audit.log import Told, record, record_all
from core.audit.tables import AuditCheckpoint, AuditEntry, AuditHead
from core.audit.tree import frontier_of, packed
from core.cli import run
from core.cli.invocation import taken_out
from core.desk import Desk
from core.people.actions import opt_out
from core.people.arrival import RecordsDesk
from tests.behind import behind_its_back
from tests.core.people.conftest import incoming

SignIn = Callable[[str], Desk]
Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def busy(signed_in: SignIn) -> Desk:
    """A desk where something was done, a person opted out among it."""
    lead = signed_in("leo")
    with lead.write() as work:
        RecordsDesk(work, [incoming()]).place(incoming())
        record_all(work, [Told("test:thing:done", ("thing", one)) for one in range(20)])
        opt_out(work, 1, "letter")
    return lead


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Call remitctl with no desk at all."""
    for name in ("REMIT_DESK", "REMIT_STAFF"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = run(*taken_out(["--json", *words]))
        return status, json.loads(capsys.readouterr().out)

    return call


@pytest.mark.usefixtures("busy")
def test_a_proof_is_checked_with_no_desk(remitctl: Any, nowhere: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "e.tlog-proof")
    status, saved = remitctl("aldo", "audit", "proof", "12", "--to", file)
    assert (status, saved["ok"], saved["entry"], saved["file"]) == (0, True, 12, file)
    key = remitctl("aldo", "audit", "key")[1]["key"]

    status, told = nowhere("check", file, "--key", key)
    assert (status, told["ok"], told["trusted"], told["findings"]) == (0, True, True, [])
    assert (told["entry"], told["entries"], told["root"]) == (12, saved["entries"], saved["root"])
    assert json.loads(told["body"])["entry"] == 12

    status, told = nowhere("check", file)
    assert (status, told["ok"], told["trusted"]) == (0, True, False)
    assert "No key was given" in told["says"][-1]


@pytest.mark.usefixtures("busy")
def test_a_proof_against_another_key_or_with_a_changed_letter_is_refused(
    remitctl: Any, nowhere: Any, tmp_path: Path
) -> None:
    file = tmp_path / "e.tlog-proof"
    remitctl("aldo", "audit", "proof", "12", "--to", str(file))
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    status, told = nowhere("check", str(file), "--key", other)
    assert (status, told["ok"], len(told["findings"])) == (1, False, 1)
    file.write_text(file.read_text("utf-8").replace("index 12", "index 13"), "utf-8")
    assert nowhere("check", str(file))[0] == 1
    status, told = nowhere("check", str(file), "--key", "no key")
    assert (status, told["ok"]) == (1, False)
    assert "no key of a log" in told["error"]


@pytest.mark.usefixtures("busy")
def test_a_checkpoint_is_printed_and_kept_where_the_admin_says(remitctl: Any, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    status, told = remitctl("aldo", "audit", "checkpoint")
    assert (status, told["ok"], told["place"], told["outside"]) == (0, True, "", 0)
    assert told["checkpoint"].split("\n")[1] == str(told["entries"])
    status, told = remitctl("aldo", "audit", "checkpoint", "--to", str(place))
    assert (status, told["ok"]) == (1, False)
    status, told = remitctl("ada", "audit", "checkpoint", "--to", str(place))
    assert (status, told["place"], told["away"]) == (0, str(place), "")
    assert told["outside"] == told["checkpoints"] == 3
    status, told = remitctl("ada", "audit", "checkpoint", "--no-place")
    assert (status, told["place"]) == (0, "")


def cut_short(busy: Desk, size: int) -> None:
    """Cut the log's end off and make its head, tiles and checkpoints fit, as one with the key could."""
    with busy.read() as work:
        hashes = [work.session.get_one(AuditEntry, one).leaf_hash for one in range(size)]
    head = {"size": size, "frontier": packed(frontier_of(hashes)), "checkpointed": 0}
    with behind_its_back(busy) as store:
        store.execute(delete(AuditEntry).where(AuditEntry.position >= size))
        store.execute(delete(AuditCheckpoint))
        store.execute(update(AuditHead).values(head))


def test_a_log_cut_short_shows_by_what_is_kept_outside(busy: Desk, remitctl: Any, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    remitctl("ada", "audit", "checkpoint", "--to", str(place))
    status, told = remitctl("aldo", "audit", "verify")
    assert (status, told["ok"], told["outside"], told["checkpoints"]) == (0, True, 2, 2)
    assert told["says"].endswith("verified; 2 checkpoints in the desk and 2 outside it agree.")

    cut_short(busy, 30)

    status, told = remitctl("aldo", "audit", "verify")
    assert (status, told["ok"], told["first_bad"]) == (1, False, 31), "30 were left; who verifies signed in"
    assert "A checkpoint outside the desk was made over" in told["says"]


@pytest.mark.usefixtures("busy")
def test_an_auditor_s_own_copy_and_key_are_believed_instead_of_the_desk_s(
    remitctl: Any, tmp_path: Path
) -> None:
    place, copy = tmp_path / "elsewhere", tmp_path / "copy"
    place.mkdir()
    remitctl("ada", "audit", "checkpoint", "--to", str(place))
    key = remitctl("aldo", "audit", "key")[1]["key"]
    place.rename(copy)
    status, told = remitctl("aldo", "audit", "verify")
    assert (status, told["ok"], told["outside"]) == (0, True, None)
    assert "the folder is not there" in told["away"]
    status, told = remitctl("aldo", "audit", "verify", "--against", str(copy), "--key", key)
    assert (status, told["ok"], told["outside"]) == (0, True, 2)
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    status, told = remitctl("aldo", "audit", "verify", "--key", other)
    assert (status, told["ok"], told["first_bad"]) == (1, False, None)
    assert "is not as this log signed it" in told["says"]


@pytest.mark.usefixtures("busy")
def test_an_entry_is_shown_with_its_values_masked_until_a_purpose_is_given(remitctl: Any) -> None:
    rows = remitctl("pia", "audit", "list", "--action", "people:person:opted-out")[1]["rows"]
    entry = str(rows[0]["position"])
    status, told = remitctl("aldo", "audit", "show", entry)
    assert (status, [one["shown"] for one in told["values"]]) == (0, ["n•••@•••.com"])
    status, told = remitctl("pia", "audit", "show", entry, "--purpose", "access")
    assert (status, [one["shown"] for one in told["values"]]) == (0, ["nina.okafor@example.com"])
    assert remitctl("pia", "audit", "show", entry, "--purpose", "curiosity")[0] == 2
    assert remitctl("aldo", "audit", "show", entry, "--purpose", "access")[0] == 1
    assert remitctl("aldo", "audit", "show", "99999")[0] == 1
    assert remitctl("aldo", "audit", "show", "-1")[0] == 2


def test_a_moderator_neither_signs_nor_learns_the_key(remitctl: Any) -> None:
    for words in (("checkpoint",), ("key",), ("verify",)):
        status, told = remitctl("mia", "audit", *words)
        assert (status, told["ok"]) == (1, False)


def test_a_disclosure_by_remitctl_is_followed_by_a_checkpoint(signed_in: SignIn, remitctl: Any) -> None:
    with signed_in("pia").write() as work:
        record(work, "shares:share:executed", ("share", 1))
    status, told = remitctl("pia", "audit", "verify")
    assert (status, told["checkpoints"], told["outside"]) == (0, 1, None)


@pytest.mark.embedded  # a server looks after its own pages
def test_a_bit_that_turned_over_on_the_disk_is_told_by_verify(
    busy: Desk, remitctl: Call, desk_folder: Path
) -> None:
    busy.sign_out()
    store = desk_folder / "desk.db"
    content = bytearray(store.read_bytes())
    page = len(content) // 4096 // 2  # nothing that is read here stands in it
    content[page * 4096 - 2_000] ^= 1
    store.write_bytes(content)
    status, told = remitctl("aldo", "audit", "verify")
    assert (status, told["ok"]) == (1, False)
    assert told["says"].startswith(f"Page {page:,} of the desk's store can no longer be read")
