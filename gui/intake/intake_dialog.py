"""Taking in a file: which file, which heading gives which field, what would happen; then it happens."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton
from typing_extensions import override

from core.changes import Changes
from core.errors import Cancelled, DeskError
from core.intake.mapping import ColumnMapping, missing_fields, suggest_mapping
from core.intake.placing import Counts
from core.intake.runs import TakenIn, take_in_file
from core.intake.shapes import Kind
from core.intake.trial import try_file
from core.sheets.reading import read_rows
from gui.intake.mapping_table import MappingTable
from gui.intake.quarantine_dialog import open_quarantine
from gui.intake.version_box import VersionBox
from gui.intake.words import CHANGES, KINDS, counted, origin_words, rest_words
from gui.kit.dialogs import Dialog
from gui.kit.file_field import FileField
from gui.kit.job import Job
from gui.kit.labels import PlainLabel
from gui.kit.page import Page
from gui.kit.tokens import CAPTION, Tone

WIDTH = 600


class IntakeDialog(Dialog):
    """Names: `intake`, `intake-file`, `intake-kind`, `intake-version`, `intake-mapping`, `-try`, `-go`."""

    def __init__(self, page: Page, kinds: Sequence[Kind], path: Path | None = None) -> None:
        super().__init__(
            "Take in a file",
            "The same file twice stores nothing twice. Rows that cannot be taken wait in quarantine.",
            main="Take in",
            name="intake",
            width=WIDTH,
            parent=page,
        )
        self._page = page
        self.main.setObjectName("intake-go")
        pattern = self.tr("Records (*.csv *.tsv *.jsonl)")
        self.file = FileField("intake", self.tr("File to take in"), pattern)
        self.kind, self.table = QComboBox(), MappingTable("intake-mapping")
        self.version = VersionBox(page.context)
        self.rest, self.outcome = PlainLabel(ink="3", size=CAPTION, wrap=True), PlainLabel(ink="2", wrap=True)
        self.rest.setObjectName("intake-rest")
        self.outcome.setObjectName("intake-outcome")
        self.trial = QPushButton(self.tr("Try it"))
        self._read: tuple[Path, tuple[str, ...]] | None = None
        self._opening: tuple[Path, Job] | None = None
        self._trying: Job | None = None
        for one in kinds:
            self.kind.addItem(KINDS[one], one.value)
        self._lay_fields()
        self._listen()
        self.main.setDefault(True)
        self.file.setFocus()
        if path is not None:
            self.file.line.setText(str(path))
            self._open_file()

    @override
    def act(self) -> None:
        if self._read is None:
            self._open_file()
        elif not self._lacking():
            _start(self._page, self._read[0], self._mapping())
            self.accept()

    def _lay_fields(self) -> None:
        self.add(self.tr("File (.csv, .tsv or .jsonl)"), self.file, "intake-file-row")
        self.add(self.tr("It holds"), self.kind, "intake-kind")
        self.add(
            self.tr("Rows that name no policy version were collected under"), self.version, "intake-version"
        )
        self.fields.addWidget(self.table)
        self.fields.addWidget(self.rest)
        row = QHBoxLayout()
        self.trial.setObjectName("intake-try")
        self.trial.setAutoDefault(False)
        row.addWidget(self.trial)
        row.addWidget(self.outcome, 1)
        self.fields.addLayout(row)
        self._wait_for_file()

    def _listen(self) -> None:
        self.file.line.editingFinished.connect(self._open_file)
        self.file.chosen.connect(self._open_file)
        self.kind.currentIndexChanged.connect(lambda _: self._suggest())
        self.table.changed.connect(self._mapped)
        self.version.currentIndexChanged.connect(lambda _: self._forget_trial())
        self.trial.clicked.connect(self._try_or_stop)
        self.finished.connect(lambda _: self._wait_for_file())

    def _wait_for_file(self) -> None:
        self._forget_trial()
        if self._opening is not None:
            _drop(self._opening[1])
        self._read = self._opening = None
        self.main.setEnabled(False)
        self._show_mapping(False)

    def _show_mapping(self, known: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        for one in (self.table, self.rest, self.trial, self.outcome):
            one.setVisible(known)

    def _open_file(self) -> None:
        path = Path(self.file.text()).expanduser()
        at = self._read or self._opening
        if not self.file.text() or (at is not None and at[0] == path):
            return
        self._wait_for_file()
        self.say("")
        self.rest.setText(self.tr("Reading the file…"))
        self.rest.show()
        job = self._page.context.tasks.run(
            self.tr("Reading the file"),
            lambda progress: read_rows(path, progress).headings,
            partial(self._opened, path),
            self._not_opened,
            owner=self,
        )
        self._opening = path, job

    def _opened(self, path: Path, headings: tuple[str, ...]) -> None:
        self._read, self._opening = (path, headings), None
        self._suggest()

    def _not_opened(self, error: DeskError) -> None:
        self._wait_for_file()
        self.say(error.sentence)

    def _suggest(self) -> None:
        if self._read is not None:
            headings, kind = self._read[1], Kind(self.kind.currentData())
            self.table.show_mapping(suggest_mapping(kind, headings), headings)
            self.version.offer_for(kind)
            self._show_mapping(True)
            self._mapped()

    def _mapped(self) -> None:
        mapping, lacking = self.table.mapping(), self._lacking()
        self.rest.setText("\n".join(filter(None, (origin_words(mapping), rest_words(mapping)))))
        names = ", ".join(one.replace("_", " ") for one in lacking)
        self.say(self.tr("Choose the heading that gives: %1.").replace("%1", names) if lacking else "")
        self._forget_trial()
        for one in (self.main, self.trial):
            one.setEnabled(not lacking)

    def _mapping(self) -> ColumnMapping:
        return self.version.told(self.table.mapping())

    def _lacking(self) -> list[str]:
        return missing_fields(self.table.mapping())

    def _try_or_stop(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
        elif self._read is not None:
            mapping, path = self._mapping(), self._read[0]
            tried = partial(try_file, self._page.context.desk, path, mapping.kind, mapping)
            self._show_trial(
                self._page.context.tasks.run(
                    self.tr("Trying the file"), tried, self._tried, self._stopped, owner=self
                ),
                self.tr("Counting…"),
            )

    def _show_trial(self, job: Job | None, words: str) -> None:
        """Show what a trial is at; while there is one, its button stops it."""
        self._trying = job
        self.trial.setText(self.tr("Stop") if job else self.tr("Try it"))
        self.outcome.setText(words)

    def _tried(self, counts: Counts) -> None:
        self._show_trial(None, counted(counts, tried=True))

    def _stopped(self, error: DeskError) -> None:
        self._show_trial(None, error.sentence if isinstance(error, Cancelled) else "")
        if not isinstance(error, Cancelled):
            self.say(error.sentence)

    def _forget_trial(self) -> None:
        """Stop a trial of what is no longer chosen, and drop what it says."""
        if self._trying is not None:
            _drop(self._trying)
        self._show_trial(None, "")


def _drop(job: Job) -> None:
    """Stop a job whose answer nobody waits for any more."""
    job.over = True
    job.cancel()


def _start(page: Page, path: Path, mapping: ColumnMapping) -> None:
    take = partial(take_in_file, page.context.desk, path, mapping.kind, mapping)
    title = page.tr("Taking in a file")
    stopped = partial(_stopped, page, mapping.kind)
    page.context.tasks.run(title, take, partial(_taken_in, page, mapping.kind), stopped, owner=page)


def _taken_in(page: Page, kind: Kind, done: TakenIn) -> None:
    _tell(page, kind)
    waits = done.counts.quarantined
    page.context.notices.say(
        counted(done.counts),
        Tone.WARN if waits else Tone.GOOD,
        page.tr("Show quarantine") if waits else "",
        partial(open_quarantine, page.context, page, kind.value) if waits else None,
    )


def _stopped(page: Page, kind: Kind, error: DeskError) -> None:
    _tell(page, kind)
    again = page.tr("What was stored stays; the same file again goes on from there.")
    page.context.notices.say(f"{error.sentence} {again}", Tone.WARN)


def _tell(page: Page, kind: Kind) -> None:
    page.context.changes.tell(Changes("", {CHANGES[kind]: frozenset(), "quarantine": frozenset()}))
    page.refresh()
