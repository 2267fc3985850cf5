"""A desk with a marketplace on it, one person of which asked to be erased, and its admin."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from core.backups.making import Backup, back_up
from core.backups.restoring import Order, Restored, restore
from core.db.search import index
from core.desk import Desk
from core.postings.tables import Posting
from core.requests.actions import confirm_sender
from core.requests.arrival import receive
from core.requests.erasing import erase, rehearse
from tests.conftest import PASSPHRASE
from tests.core.requests.conftest import Marketplace, mail, market, pia

__all__ = ["market", "pia"]
Restores = Callable[..., Restored]


@pytest.fixture
def ada(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("ada")


@pytest.fixture
def asked(pia: Desk, market: Marketplace) -> int:
    """Nina's request to be erased, confirmed."""
    with pia.write() as work:
        index(work, list(work.session.scalars(select(Posting.id))))
        case = receive(work, mail(body="Please delete everything you have about me.")).case
        confirm_sender(work, case, market.nina, "She called.")
    return case


@pytest.fixture
def backup(ada: Desk, tmp_path: Path) -> Callable[..., Backup]:
    """Back the desk up: `backup("first")`."""
    return lambda name="desk": back_up(ada, tmp_path / f"{name}.remit-backup")


@pytest.fixture
def restored(tmp_path: Path) -> Restores:
    """Restore a backup into `again`: `restored(made.path, place)`."""

    def run(source: Path, *places: Path, unknown: bool = False, name: str = "ada") -> Restored:
        return restore(Order(source, tmp_path / "again", places, unknown), name, PASSPHRASE)

    return run


@dataclass(frozen=True)
class Bench:
    """All that a restore is tried with: who works, what asks to be erased, and where things are put."""

    ada: Desk
    pia: Desk
    market: Marketplace
    case: int
    backup: Callable[..., Backup]
    restored: Restores
    tmp: Path
    place: Path

    @property
    def folder(self) -> Path:
        """The desk that is backed up."""
        return self.ada.folder.path

    def erase_nina(self) -> None:
        with self.pia.write() as work:
            erase(work, self.case, rehearse(work, self.case).rows)

    def again(self) -> Desk:
        """Open the restored desk."""
        desk = Desk(self.tmp / "again")
        desk.sign_in("pia", PASSPHRASE)
        return desk


@pytest.fixture
def bench(  # noqa: PLR0913, PLR0917  # the parts of the bench, each a fixture
    ada: Desk,
    pia: Desk,
    market: Marketplace,
    asked: int,
    backup: Callable[..., Backup],
    restored: Restores,
    tmp_path: Path,
    place: Path,
) -> Bench:
    return Bench(ada, pia, market, asked, backup, restored, tmp_path, place)
