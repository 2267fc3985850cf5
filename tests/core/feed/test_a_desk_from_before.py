"""A desk that decided things before there was a feed begins by telling what stands."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations

import core.db.migrations
from core.desk import Desk
from core.people.actions import opt_out, opt_out_address, take_back_opt_out
from core.postings.actions import escalate_postings
from tests.behind import upgrading
from tests.core.feed.conftest import approve, arrive, arrived, page, remove, told
from tests.core.postings.arriving import incoming

MIGRATION = Path(core.db.migrations.__file__).parent / "versions" / "0013_site_feed.py"


def migration() -> Any:
    spec = spec_from_file_location("site_feed", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_if_the_feed_came_now(desk: Desk) -> None:
    with upgrading(desk) as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            migration().downgrade()
            migration().upgrade()


def test_what_stands_is_told_and_nothing_that_is_over(
    five: list[int], lead: Desk, moderator: Desk, site: Desk
) -> None:
    remove(moderator, *five[:4], reason="fraud")
    approve(moderator, five[1])
    arrive(lead, [incoming("p-3", "Edited since")])
    with moderator.write() as work:
        escalate_postings(work, [five[3]])
    by_file = arrived(lead, "m-1", opted_out=True)
    out, back = arrived(lead, "m-2", **_who("Bea Lind")), arrived(lead, "content:77", **_who("Tomas Reyes"))
    with moderator.write() as work:
        opt_out(work, out)
        opt_out(work, back)
        take_back_opt_out(work, back, "letter", "asked_again")
        opt_out(work, back, "letter")
        opt_out_address(work, "who@example.org")
    as_if_the_feed_came_now(moderator)
    assert told(site) == [
        ("withdraw", "postings", "p-1"), ("withdraw", "postings", "p-3"), ("withdraw", "postings", "p-4"),
        ("opt_out", "people", "m-2"), ("opt_out", "people", "content:77"),
    ]  # fmt: skip
    rows = page(site).rows
    assert [(one.reason, one.clause) for one in rows] == [("fraud", "C29")] * 3 + [("", "C20")] * 2
    assert [one.address for one in rows] == ["", "", "", "", "tomas@example.net"]
    assert by_file


def test_what_it_begins_with_goes_on_as_any_other_feed(five: list[int], moderator: Desk, site: Desk) -> None:
    remove(moderator, *five[:2])
    as_if_the_feed_came_now(moderator)
    remove(moderator, five[2])
    approve(moderator, five[0])
    assert told(site)[2:] == [("withdraw", "postings", "p-3"), ("restore", "postings", "p-1")]
    assert page(site, page(site, limit=1).cursor).waiting == 4


def _who(name: str) -> dict[str, str]:
    return {"full_name": name, "email": f"{name.split(maxsplit=1)[0].lower()}@example.net"}
