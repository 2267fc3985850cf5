"""What a role is told that it may not do."""

from collections.abc import Callable

import pytest

from core.desk import Desk
from core.errors import NotAllowed
from core.staff.roles import Permission, require


def test_a_permission_is_told_in_plain_words() -> None:
    assert not any(sign in one.words for one in Permission for sign in ":_")


def test_who_may_not_see_a_page_is_told_which(signed_in: Callable[[str], Desk]) -> None:
    with signed_in("mia").read() as work, pytest.raises(NotAllowed) as refused:
        require(work, Permission.STAFF)
    assert refused.value.sentence == "As a moderator you may not see the list of staff."
