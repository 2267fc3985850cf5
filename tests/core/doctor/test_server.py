"""What the doctor says of a desk's server."""

from collections.abc import Callable

import pytest
from sqlalchemy import make_url

from core.backups.making import back_up
from core.db.server import APP_ROLE
from core.desk import Desk
from core.doctor.desk_checks import check_desk
from core.doctor.machine import check_folder
from core.errors import DeskUnusable
from core.progress import Progress
from tests.conftest import PASSPHRASE
from tests.server import Cluster

pytestmark = pytest.mark.server


def server_codes(desk: Desk) -> list[str]:
    found = check_desk(desk, Progress(), deep=True)
    return [one.check for one in found if one.check.startswith("server")]


def test_what_the_server_s_disk_must_have_encrypted_is_always_said(signed_in: Callable[[str], Desk]) -> None:
    (disk,) = [one for one in check_desk(signed_in("ada"), Progress()) if one.check == "server-disk"]
    assert not disk.serious
    for what in ("write-ahead log", "tablespace", "temporary files", "swap", "replicas", "backup"):
        assert what in disk.fix


def test_a_login_that_may_change_the_log_is_told_and_one_that_may_not_is_fine(
    signed_in: Callable[[str], Desk], cluster: Cluster
) -> None:
    ada = signed_in("ada")
    assert server_codes(ada) == ["server-login", "server-disk"]
    if "clerk" not in cluster.logins:
        cluster.add_login("clerk", APP_ROLE)
    url = make_url(ada.folder.database).set(username="clerk").render_as_string()
    clerk = Desk(ada.folder.path, database=url)
    clerk.sign_in("ada", PASSPHRASE)
    assert server_codes(clerk) == ["server-disk"]
    clerk.sign_out()


def test_a_machine_s_folder_for_a_desk_on_a_server_lacks_nothing(signed_in: Callable[[str], Desk]) -> None:
    assert [one for one in check_folder(signed_in("ada").folder.path) if one.check != "disk"] == []


def test_it_is_backed_up_where_it_is_kept(signed_in: Callable[[str], Desk]) -> None:
    ada = signed_in("ada")
    with pytest.raises(DeskUnusable, match="on a server; back it up there, with pg_dump"):
        back_up(ada, ada.folder.path.with_name("one.remit-backup"))
    assert not list(ada.folder.path.parent.glob("*.remit-backup*"))
