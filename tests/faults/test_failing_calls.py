"""Each write, fsync, rename and open of a command fails in turn: one sentence, nothing half done, and again.

strace fails the first REMIT_INJECTIONS calls on the desk's and the outbox's paths, with EIO and with ENOSPC,
of an intake, of a share that is executed, and of an answer that is released. After each the desk opens, the
log verifies, and the same command does what is left to do.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from sqlalchemy import func, select

from core.audit.verification import verify_log
from core.desk import Desk
from core.intake.tables import IntakeRun
from core.mail.outbox import letters_about
from core.postings.tables import Posting, PostingText
from core.requests.case_view import case
from core.shares.actions import approve_share, propose_share, submit_share
from core.shares.detail import share_detail
from core.shares.recovery import recover
from core.sheets.verification import verify
from tests.conftest import PASSPHRASE
from tests.core.shares.arriving import arrive, given, newsletter, register
from tests.faults.releasing import reviewed_answer
from tests.faults.tracing import Call, Ended, Traced, needs_strace
from tests.faults.warm import Warm, needs_fork

INJECTIONS = int(os.environ.get("REMIT_INJECTIONS", "6"))
ERRORS = ("EIO", "ENOSPC")
ROWS, BATCH = 700, 500

pytestmark = [needs_fork, needs_strace]
SignedIn = Callable[[str], Desk]


@dataclass
class Scene:
    """A command at a desk of its own that is as new each time."""

    made: Path
    who: str
    words: Sequence[str]
    is_done: Callable[[Desk], bool]
    """Tells whether the command has done all of it; fails where something is half done."""

    def __post_init__(self) -> None:
        self.desk = self.made.with_name("run") / "desk"

    @property
    def places(self) -> Sequence[Path]:
        return self.desk, self.desk.with_name("desk-outbox")

    @property
    def call(self) -> Sequence[str]:
        return "--desk", str(self.desk), "--as", self.who, *self.words

    def begin_anew(self) -> None:
        rmtree(self.desk.parent, ignore_errors=True)
        copytree(self.made, self.desk)

    def ends_whole(self) -> bool:
        """Open the desk as the next person would; tells whether all was done."""
        desk = Desk(self.desk)
        desk.sign_in(self.who, PASSPHRASE)
        try:
            recover(desk)
            with desk.read() as work:
                assert verify_log(work).ok
            return self.is_done(desk)
        finally:
            desk.sign_out()


@pytest.fixture
def intake(desk_folder: Path, tmp_path: Path) -> Scene:
    file = tmp_path / "postings.csv"
    with file.open("w", newline="", encoding="utf-8") as target:
        rows = ([f"P{n}", f"Title {n}", f"The body of posting {n}."] for n in range(ROWS))
        csv.writer(target).writerows([["posting_id", "title", "body"], *rows])
    return Scene(desk_folder, "leo", ("intake", "postings", str(file)), all_taken_in)


def all_taken_in(desk: Desk) -> bool:
    with desk.read() as work:
        stored, texts = (
            work.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Posting, PostingText)
        )
        told = work.session.scalar(select(func.sum(IntakeRun.stored))) or 0
    assert stored in {0, BATCH, ROWS}
    assert (stored, 2 * stored) == (told, texts)
    return stored == ROWS


@pytest.fixture
def share(signed_in: SignedIn, desk_folder: Path) -> Scene:
    leo, pia = signed_in("leo"), signed_in("pia")
    with pia.write() as work:
        register(work)
        arrive(work, [given(f"Planted{n}") for n in range(30)])
    with leo.write() as work:
        propose_share(work, newsletter())
        submit_share(work, 1)
    with pia.write() as work:
        approve_share(work, 1)
    for one in (leo, pia):
        one.sign_out()
    return Scene(desk_folder, "pia", ("shares", "execute", "1"), all_let_out)


def all_let_out(desk: Desk) -> bool:
    with desk.read() as work:
        share = share_detail(work, 1)
    out = sorted(one.name for one in desk.folder.outbox.glob("*"))
    assert list((desk.folder.path / "aside").glob("*")) == []
    if share.state == "executed":
        assert out == [share.file_name, f"{share.file_name}.manifest.json"]
        assert verify(desk.folder.outbox / share.file_name).ok
        return True
    assert (share.state, share.file_name, out) == ("approved", "", [])
    return False


@pytest.fixture
def release(signed_in: SignedIn, desk_folder: Path) -> Scene:
    pia = signed_in("pia")
    seen = reviewed_answer(pia)
    pia.sign_out()
    return Scene(desk_folder, "pia", ("requests", "release", "1", "--seen", seen), all_sent)


def all_sent(desk: Desk) -> bool:
    with desk.read() as work:
        released, letters = case(work, 1).state == "released", letters_about(work, "request", 1)
    out = [one.name for one in desk.folder.outbox.glob("*")]
    assert len(letters) == int(released)
    noted = [one.file_name for one in letters if one.file_name]
    assert out == noted or (released and out in ([], ["request-1-letter-1.eml"]))
    return bool(noted)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("command", ["intake", "share", "release"])
def test_a_call_that_fails_is_told_in_a_sentence_and_leaves_nothing_half_done(
    command: str, error: str, warm: Warm, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scene: Scene = request.getfixturevalue(command)
    warm.stretch(scene.made, scene.who)
    traced = Traced(warm, scene.call, tmp_path / "traced")
    scene.begin_anew()
    traced.record(scene.places)
    assert scene.ends_whole()
    wrong, met = list[str](), Counter[int]()
    for call in some_of(traced.calls):
        scene.begin_anew()
        ended = traced.fail(call, error)
        met[ended.status] += 1
        if why := found_wanting(scene, ended, traced):
            wrong.append(f"{why}: {error} at {call}: {ended.failed} exit {ended.status}: {ended.said}")
    many = f"{len(traced.calls)} calls, {met.total()} failed in turn"
    print(f"{command}, {error}: {many}; by exit status {dict(met)}")  # noqa: T201  # what a long run is read for
    assert not wrong, "\n".join(wrong)


def some_of(calls: Sequence[Call]) -> Sequence[Call]:
    """Return the first REMIT_INJECTIONS of them; a few are spread over the first 200."""
    first = calls[: max(200, INJECTIONS)]
    return first[:: max(1, len(first) // INJECTIONS)][:INJECTIONS]


def found_wanting(scene: Scene, ended: Ended, traced: Traced) -> str:
    """Return what is wrong after a call has failed; empty where all is as it should be."""
    if len(ended.failed) != 1:
        return "nothing was failed"
    if ended.status not in {0, 1}:
        return "another exit status"
    if ended.status == 1 and len(ended.said.strip().splitlines()) != 1:
        return "more than one sentence, or none"
    try:
        return what_is_left(scene, ended, traced)
    except Exception as error:  # noqa: BLE001  # gathered, so that one run tells of all of them
        return f"the desk is not whole ({type(error).__name__}: {error})"


def what_is_left(scene: Scene, ended: Ended, traced: Traced) -> str:
    """Look at the desk after a call has failed, and have the same command do what is left."""
    done = scene.ends_whole()
    if done is not (ended.status == 0):
        return "done, but said not to be" if done else "said to be done, and is not"
    if done:
        return ""
    again = traced.output.with_name("again")
    process = traced.warm.start("tests.faults.deeds:remitctl", *scene.call, output=again)
    if traced.warm.ended(process):
        return f"the same command fails: {again.with_name('again.err').read_text('utf-8')}"
    return "" if scene.ends_whole() else "the same command did not do it"
