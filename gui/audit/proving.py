"""What the page of the log offers beside reading it: checkpoints, a place for them, proofs, values opened."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from core.audit.checkpoints import KeptCheckpoint
from core.audit.signed_notes import VerifierKey
from core.changes import Changes
from core.people.log_values import EntryWithValues, reveal_entry
from core.progress import Progress
from core.staff.log_proving import (
    Keeping,
    SavedProof,
    keep_checkpoints_in,
    keeping,
    make_checkpoint,
    public_key,
    save_proof,
)
from core.staff.roles import Permission
from gui.audit.keeping_strip import KeepingStrip
from gui.audit.place_dialog import PlaceDialog
from gui.audit.proof_dialog import ProofDialog
from gui.kit.actions import action
from gui.kit.page_spec import PageContext
from gui.kit.pickers import PurposePicker
from gui.kit.purposes import purpose_choices
from gui.kit.record_page import RecordPage
from gui.kit.tokens import Tone


def keep_in(desk: Any, place: str, progress: Progress) -> Changes:
    """Keep checkpoints in a folder from now on, or with an empty one in the desk alone."""
    progress.at(0, 1, "Writing checkpoints")
    with desk.write() as work:
        return keep_checkpoints_in(work, Path(place) if place else None, desk.folder.path)


class Proving:
    """The actions and the strip; the page shows the entry that `open_values` opened."""

    def __init__(self, page: RecordPage) -> None:
        self._page = page
        self._keeping: Keeping | None = None
        verifies = self.context.may(Permission.VERIFY_LOG)
        places = self.context.may(Permission.KEEP_CHECKPOINTS)
        self.sign = action(page, "audit-checkpoint", page.tr("Make a checkpoint"), "C", self.checkpoint)
        self.place = action(page, "audit-place", page.tr("Second place…"), "", self.ask_place)
        self.key = action(page, "audit-key", page.tr("Copy the log's key"), "", self.copy_key)
        for step, may in ((self.sign, verifies), (self.place, places), (self.key, verifies)):
            step.setVisible(may)
            step.setEnabled(may)
        self.strip = KeepingStrip([self.sign, self.key, self.place])

    @property
    def context(self) -> PageContext:
        """What the page was given."""
        return self._page.context

    def read(self) -> None:
        """Read how the log is kept, for those who verify it."""
        if self.sign.isEnabled():
            self.context.tasks.read(keeping, self._show, lambda _: None, owner=self._page, quiet=True)

    def checkpoint(self) -> None:
        """Sign the log as it is now."""
        self.context.tasks.write(make_checkpoint, self._signed, owner=self._page)

    def copy_key(self) -> None:
        """Put the log's key on the clipboard, for those who check proofs elsewhere."""
        self.context.tasks.write(public_key, self._copied, owner=self._page)

    def ask_place(self) -> None:
        """Ask where checkpoints are kept besides the desk."""
        place = self._keeping.standing.place if self._keeping else None
        dialog = PlaceDialog(self.context.tasks, place, self._page)
        dialog.chosen.connect(self._keep_in)
        dialog.open()

    def ask_proof(self, position: int) -> None:
        """Ask which file an entry's proof is saved in."""
        dialog = ProofDialog(position, self._page)
        dialog.chosen.connect(partial(self._save_proof, position))
        dialog.open()

    def ask_purpose(self, position: int, done: Any) -> None:
        """Ask why an entry's values are to be seen; the answer goes into the log (C22)."""
        picker = PurposePicker(
            self._page.tr("Look at the values in entry %1").replace("%1", str(position)),
            self._page.tr("The log keeps that you looked, at whom, when and for which purpose."),
            purpose_choices(),
            main=self._page.tr("Reveal"),
            parent=self._page,
        )
        picker.chosen.connect(lambda purpose, _: self._reveal(position, purpose, partial(done, purpose)))
        picker.open()

    def _reveal(self, position: int, purpose: str, done: Any) -> None:
        verb = partial(reveal_entry, position=position, purpose=purpose)
        self.context.tasks.write(verb, done, owner=self._page)

    def _save_proof(self, position: int, file: str) -> None:
        verb = partial(save_proof, position=position, path=Path(file))
        self.context.tasks.write(verb, self._saved, owner=self._page)

    def _keep_in(self, place: str) -> None:
        title, verb = self._page.tr("Writing checkpoints"), partial(keep_in, self.context.desk, place)
        self.context.tasks.run(title, verb, self._kept, owner=self._page)

    def _show(self, found: Keeping) -> None:
        self._keeping = found
        self.strip.show_keeping(found)

    def _signed(self, made: KeptCheckpoint) -> None:
        words = self._page.tr("Made a checkpoint over %1 entries.").replace(
            "%1", QLocale().toString(made.size)
        )
        self.context.notices.say(words, Tone.GOOD)
        self._page.refresh()

    def _saved(self, saved: SavedProof) -> None:
        self.context.notices.say(saved.sentence, Tone.GOOD)
        self._page.refresh()

    def _kept(self, changes: Changes) -> None:
        self.context.notices.say(changes.sentence, Tone.GOOD)
        self._page.refresh()

    def _copied(self, key: VerifierKey) -> None:
        QGuiApplication.clipboard().setText(str(key))
        words = self._page.tr("Copied the log's key. Whoever has it can check checkpoints and proofs.")
        self.context.notices.say(words, Tone.GOOD)


def has_closed_values(entry: EntryWithValues | None) -> bool:
    """Tell whether an entry has values that somebody may open."""
    return entry is not None and any(not one.erased for one in entry.values)
