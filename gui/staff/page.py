"""The Staff page: who holds a key of this desk."""

from datetime import datetime
from functools import partial
from typing import Any

from typing_extensions import override

from core.changes import Changes, changed
from core.desk import Desk
from core.errors import DeskError
from core.staff.accounts import StaffMember, check_may_disable
from core.staff.queries import staff
from core.staff.recovery import recovery_made_at
from gui.kit.columns import Badge, Column, Kind
from gui.kit.dates import full_date
from gui.kit.detail import KeyValues, NoticeStrip
from gui.kit.dialogs import ConfirmDialog
from gui.kit.filter_bar import Filter
from gui.kit.labels import PlainLabel, heading
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.tokens import Tone
from gui.staff.add_dialog import AddStaffDialog
from gui.staff.recovery_dialog import RecoveryKeyDialog
from gui.staff.words import NO_RECOVERY_KEY, ON_THIS_DESK, ROLES


def standing(row: StaffMember) -> Badge:
    """Return whether the account opens the desk, as a badge."""
    return Badge(Tone.GOOD, "Active") if row.active else Badge(Tone.NEUTRAL, "Disabled")


COLUMNS: tuple[Column[StaffMember], ...] = (
    Column("name", "Name", lambda row: row.name, Kind.STRONG, stretch=True, sort="name"),
    Column("role", "Role", lambda row: row.role.value.capitalize(), width=140, sort="role"),
    Column("state", "Account", standing, Kind.BADGE, width=120),
    Column("since", "Since", lambda row: row.created_at, Kind.DATE, width=140, sort="since", yields=1),
)


def listing(query: Query) -> Any:
    """Make the list that a query asks for."""
    return staff(query.search, query.filter, query.sort or "name", descending=query.descending)


class StaffPage(RecordPage):
    """Names: `page-staff`, `staff-table`, `staff-add`, `staff-disable`, `staff-new` (the dialog)."""

    _no_recovery_key = False

    def __init__(self, context: PageContext) -> None:
        filters = (Filter("", "All"), Filter("active", "Active"), Filter("disabled", "Disabled"))
        empty = Empty(
            "users", "No staff yet", "Add the people who work at this desk.", "Add staff…", self._add
        )
        super().__init__(
            context,
            Records(
                "staff",
                "Staff",
                "staff",
                COLUMNS,
                listing,
                "Search names",
                empty,
                filters,
                Query(sort="name"),
            ),
        )
        context.changes.changed.connect(self._look_again)
        self._look_for_recovery_key()

    @override
    def add_actions(self) -> None:
        self.add_action = self.act("staff-add", "Add staff…", "Ctrl+N", self._add, tone="primary")
        self.disable_action = self.act(
            "staff-disable", "Disable…", "D", self._ask_disable, tone="danger", right=True
        )
        self.recovery_action = self.act("staff-recovery", "Recovery key…", "K", self._ask_recovery)
        self.rekey_action = self.act("staff-rekey", "Change the desk's key…", "", self._ask_rekey)

    @override
    def show_row(self, row: StaffMember | None) -> None:
        self.disable_action.setEnabled(row is not None and row.active)
        limits = [NoticeStrip(Tone.INFO, ON_THIS_DESK, "staff-limit")]
        if self._no_recovery_key:
            limits.append(NoticeStrip(Tone.WARN, NO_RECOVERY_KEY, "staff-no-recovery"))
        if row is None:
            self.panel.show_blocks(limits)
            return
        facts = KeyValues(
            [
                ("Role", row.role.value.capitalize()),
                ("Account", standing(row)),
                ("Since", full_date(row.created_at)),
            ]
        )
        may = PlainLabel(ROLES[row.role], ink="2", wrap=True)
        self.panel.show_blocks([heading(row.name), facts, may, 8, *limits])

    def _add(self) -> None:
        AddStaffDialog(self.context, self).open()

    def _ask_disable(self) -> None:
        """Ask, where it can be done at all; what cannot is refused before anybody is asked."""
        row: StaffMember | None = self.table.current()
        if row is not None:
            self.context.tasks.read(
                partial(check_may_disable, name=row.name),
                lambda _nothing: self._confirm(row),
                self._refused,
                owner=self,
            )

    def _confirm(self, row: StaffMember) -> None:
        confirm = ConfirmDialog(
            f"Disable {row.name}, {row.role.value}",
            "Their key is destroyed at once: the passphrase no longer opens this desk, for good. "
            "What they did stays in the log.",
            main="Disable",
            name="staff-disable-confirm",
            parent=self,
        )
        confirm.accepted.connect(partial(self._disable, row))
        confirm.open()

    def _disable(self, row: StaffMember) -> None:
        do = partial(_disable, self.context.desk, row)
        self.context.tasks.call(
            do, self.context.changes.tell, self._refused, owner=self, title=self.tr("Disabling")
        )

    def _look_for_recovery_key(self) -> None:
        self.context.tasks.read(recovery_made_at, self._found_recovery_key, owner=self, quiet=True)

    def _found_recovery_key(self, made_at: datetime | None) -> None:
        self._no_recovery_key = made_at is None
        self.show_row(self.table.current())

    def _ask_rekey(self) -> None:
        confirm = ConfirmDialog(
            "Change the desk's key",
            "For when somebody who left may have kept a copy of the key. The whole store is encrypted anew, "
            "which may take minutes; a desk in a folder must be open nowhere else. Everyone signs in again, "
            "with the passphrase they have.",
            main="Change the key",
            name="staff-rekey-confirm",
            parent=self,
        )
        confirm.accepted.connect(self._rekey)
        confirm.open()

    def _rekey(self) -> None:
        self.context.tasks.call(
            self.context.desk.change_key, lambda _: self.context.lock(), self._refused,
            owner=self, title=self.tr("Changing the desk's key"), in_turn=True,
        )  # fmt: skip

    def _ask_recovery(self) -> None:
        confirm = ConfirmDialog(
            "Make the desk's recovery key",
            "It gives an admin a new passphrase when every admin's is lost, and is shown once. A key made "
            "before is void then.",
            main="Make it",
            name="staff-recovery-confirm",
            danger=False,
            parent=self,
        )
        confirm.accepted.connect(self._make_recovery)
        confirm.open()

    def _make_recovery(self) -> None:
        make = self.context.desk.make_recovery_key
        self.context.tasks.call(
            make, self._show_recovery, self._refused, owner=self, title=self.tr("Making the recovery key")
        )

    def _show_recovery(self, code: str) -> None:
        RecoveryKeyDialog(code, self).open()
        self._look_for_recovery_key()

    def _refused(self, error: DeskError) -> None:
        self.context.notices.say(error.sentence, Tone.BAD)

    def _look_again(self, changes: Changes) -> None:
        if "staff" in changes.kinds:
            self.refresh()


def _disable(desk: Desk, row: StaffMember) -> Changes:
    desk.disable_staff(row.name)
    return changed(f"Disabled {row.name}; the passphrase no longer opens this desk.", "staff", [row.id])
