"""The table of what can be done holds what the pages do, for each role."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.staff.roles import Permission
from gui.deeds import DEEDS
from gui.kit.page import Page
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.pages import PAGES
from gui.shares.page import SharesPage
from gui.shares.register import REGISTER_DEEDS
from gui.workplace import Workplace
from tests.conftest import STAFF

WALK = ("-next", "-previous")


def done_on(page: Page) -> dict[str, str]:
    """The page's actions and their words, less those that go from record to record."""
    actions = list(page.page_actions())
    if isinstance(page, SharesPage):
        page.tabs.setCurrentIndex(1)
        actions += page.page_actions()
        page.tabs.setCurrentIndex(0)
    return {one.objectName(): one.text() for one in actions if not one.objectName().endswith(WALK)}


@pytest.mark.parametrize("name", ["ada", *STAFF])
def test_the_table_names_what_each_page_does_in_its_own_words(
    qtbot: QtBot, signed_in: Callable[[str], Desk], name: str
) -> None:
    desk = signed_in(name)
    tasks = Tasks(desk)
    work = Workplace(desk, tasks, PersonSettings("test", 1, QSettings()), PAGES)
    qtbot.addWidget(work)
    work.show()
    for key, spec in work.specs.items():
        work.go_to(key)
        qtbot.waitUntil(lambda: not tasks.jobs, timeout=20_000)
        assert work.page is not None
        found, told = done_on(work.page), {deed.name: deed.words for deed in spec.deeds}
        allowed = {deed.name for deed in spec.deeds if deed.allowed(work.context.may)}
        assert {one: told.get(one) for one in found} == found, key
        assert allowed <= set(found), key
        offered = {one.objectName() for one in work.commands.usable_ever(work.page)}
        assert {one for one in offered if not one.endswith(WALK)} == allowed - set(REGISTER_DEEDS), key
    tasks.close()


def test_every_permission_in_the_table_is_one_of_the_desks() -> None:
    asked = {one for deeds in DEEDS.values() for deed in deeds for one in (*deed.may, deed.not_for) if one}
    assert asked <= {one.value for one in Permission}
