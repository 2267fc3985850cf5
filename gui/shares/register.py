"""The register: vendors, what they agreed to, what they got and still hold (C14)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from core.shares.queries import ShareRow, shares
from core.shares.rules import AWAY
from core.shares.vendors import AgreementRow, VendorRow, Vocabulary, agreements, vendors, vocabulary
from gui.kit.actions import ActionButton
from gui.kit.columns import Badge
from gui.kit.dates import day_month, short_date
from gui.kit.detail import KeyValues
from gui.kit.labels import MEDIUM, PlainLabel, caption, divider, heading
from gui.kit.links import fitted_link
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.tokens import Tone
from gui.shares.agreement_dialog import AgreementDialog
from gui.shares.columns import state_badge, tr, vendor_columns
from gui.shares.tabs import REGISTER, SHARES, add_tabs
from gui.shares.vendor_dialog import VendorDialog

EDIT = "keep the register of vendors"
USED = 30
REGISTER_DEEDS = ("vendor-add", "agreement-add")


@dataclass(frozen=True)
class VendorFile:
    """One vendor with its agreements and the shares it was part of."""

    vendor_id: int
    agreements: tuple[AgreementRow, ...]
    shares: tuple[ShareRow, ...]


def vendor_file(work: Any, row: VendorRow) -> VendorFile:
    """Read what stands about a vendor."""
    used = shares(work.now, vendor_id=row.id).first(work, USED)
    return VendorFile(row.id, tuple(agreements(work, row.name)), tuple(used))


class VendorRegister(RecordPage):
    """The second tab. `go_to_share(id)` shows a share; `leave()` goes back to the first tab."""

    def __init__(
        self, context: PageContext, go_to_share: Callable[[int], object], leave: Callable[[], object]
    ) -> None:
        self._go_to_share, self._leave = go_to_share, leave
        self._words: Vocabulary | None = None
        super().__init__(context, self._records(may_edit=context.may(EDIT)))
        self.setObjectName("vendors-register")
        self.tabs = add_tabs(self, SHARES, lambda _tab: leave())
        context.tasks.read(vocabulary, self._name, owner=self, quiet=True)

    @override
    def add_actions(self) -> None:
        self.add_vendor = self.act("vendor-add", tr("Add vendor…"), "N", self._add_vendor, button=False)
        self.add_agreement = self.act("agreement-add", tr("Add agreement…"), "G", self._add_agreement)
        self.add_vendor.setEnabled(self.context.may(EDIT))
        self.header.row.addWidget(ActionButton(self.add_vendor, "primary"))
        self.panel.foot.setVisible(self.context.may(EDIT))

    @override
    def show_row(self, row: VendorRow | None) -> None:
        self.add_agreement.setEnabled(row is not None and self.context.may(EDIT))
        if row is None:
            self.panel.show_nothing(tr("Choose a vendor."))
            return
        self.context.tasks.read(partial(vendor_file, row=row), self._show_full, owner=self, quiet=True)

    def come(self) -> None:
        """Come to the front."""
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(REGISTER)
        self.shown()
        self.take_focus()

    def _records(self, *, may_edit: bool) -> Records:
        words = tr("A vendor stands here before anything can be shared with it. An officer adds it.")
        step = tr("Add a vendor") if may_edit else ""
        return Records(
            key="vendors",
            title=tr("Vendor shares"),
            kind="vendor",
            columns=vendor_columns(lambda key: _label(self._words.kinds if self._words else {}, key)),
            listing=self._listing,
            search_hint=tr("Search vendors"),
            empty=Empty("building-2", tr("No vendor on the register"), words, step, self._add_vendor),
            first=Query(sort="name"),
        )

    def _listing(self, query: Query) -> Any:
        today = self.context.desk.clock().date()
        return vendors(today, query.search, query.sort or "name", descending=query.descending)

    def _name(self, words: Vocabulary) -> None:
        self._words = words
        self.table.viewport().update()
        self.show_row(self.table.current())

    def _show_full(self, file: VendorFile) -> None:
        row: VendorRow | None = self.table.current()
        if row is not None and row.id == file.vendor_id:
            self.panel.show_blocks(self._blocks(row, file))

    def _blocks(self, row: VendorRow, file: VendorFile) -> list[QWidget | int]:
        kinds = self._words.kinds if self._words else {}
        facts = [
            (tr("Kind"), _label(kinds, row.kind)),
            (tr("Country"), row.country),
            (tr("Contact"), row.contact),
        ]
        blocks: list[QWidget | int] = [heading(row.name), KeyValues([one for one in facts if one[1]])]
        blocks += [divider(), caption(tr("Agreements"))]
        for one in file.agreements:
            blocks += self._agreement(one)
        if not file.agreements:
            blocks.append(
                PlainLabel(tr("None yet; nothing can be shared before there is one."), ink="3", wrap=True)
            )
        blocks += [divider(), caption(tr("Where used"))]
        if not file.shares:
            blocks.append(PlainLabel(tr("No share with this vendor yet."), ink="3"))
        return blocks + [self._use(one) for one in file.shares]

    def _agreement(self, one: AgreementRow) -> list[QWidget | int]:
        words = self._words
        until = tr("%1 to %2") if one.ends_on else tr("since %1")
        until = until.replace("%2", short_date(one.ends_on)) if one.ends_on else until
        state = Badge(Tone.GOOD, tr("In force")) if one.active else Badge(Tone.NEUTRAL, tr("Not in force"))
        services = ", ".join(_label(words.services if words else {}, key) for key in one.services)
        purposes = ", ".join(_label(words.purposes if words else {}, key) for key in one.purposes)
        facts: list[tuple[str, str | Badge | QWidget]] = [
            (tr("State"), state),
            (tr("Holds"), until.replace("%1", short_date(one.signed_on))),
            (tr("Services"), services),
            (tr("Purposes"), purposes),
            (tr("Return in"), tr("%1 days").replace("%1", str(one.return_days))),
        ]
        return [PlainLabel(one.reference, weight=MEDIUM), KeyValues([fact for fact in facts if fact[1]])]

    def _use(self, one: ShareRow) -> QWidget:
        due = ""
        if one.return_due and one.executed_at and one.state in AWAY:
            due = tr(", due %1").replace("%1", day_month(one.return_due))
        words = f"{one.title}  ·  {state_badge(one.state).word}{due}"
        link = QPushButton(words.replace("&", "&&"))
        link.setToolTip(words)
        link.setObjectName(f"vendor-share-{one.id}")
        link.clicked.connect(lambda _checked=False: self._go_to_share(one.id))
        return fitted_link(link)

    def _add_vendor(self) -> None:
        if self._words is not None:
            VendorDialog(self.context, self._words, self).open()
        else:  # asked for from another page, before its words were read
            self.context.tasks.read(vocabulary, self._name_and_add, owner=self)

    def _name_and_add(self, words: Vocabulary) -> None:
        self._name(words)
        self._add_vendor()

    def _add_agreement(self) -> None:
        row: VendorRow | None = self.table.current()
        if row is not None and self._words is not None:
            AgreementDialog(self.context, self._words, row, self).open()


def _label(words: Mapping[str, str], key: str) -> str:
    return words.get(key, key)
