"""A desk with a vendor, an agreement and people of every kind that a share tells apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.desk import Desk
from core.people.actions import opt_out
from core.shares.actions import approve_share, propose_share, submit_share
from core.shares.execution import execute_share
from core.shares.proposal import ShareDraft
from tests.core.shares.arriving import arrive, given, newsletter, register


@dataclass
class Shift:
    """Three people at the same desk, and whom they have on file."""

    leo: Desk
    pia: Desk
    olga: Desk
    people: Mapping[str, int]

    @property
    def outbox(self) -> Path:
        return self.pia.folder.outbox

    def proposed(self, draft: ShareDraft | None = None) -> int:
        """The number of a share that leo proposed and submitted."""
        with self.leo.write() as work:
            share = max(propose_share(work, draft or newsletter()).ids["share"])
            submit_share(work, share)
        return share

    def approved(self, draft: ShareDraft | None = None) -> int:
        """The number of a share that leo proposed and pia approved."""
        share = self.proposed(draft)
        with self.pia.write() as work:
            approve_share(work, share)
        return share

    def executed(self, share: int) -> str:
        """Execute as pia; returns the sentence."""
        return execute_share(self.pia, share).sentence


@pytest.fixture
def shift(signed_in: Callable[[str], Desk]) -> Shift:
    """Six of contests, one of them opted out, one a child; problems, enrolments, one twice, one unknown."""
    leo, pia, olga = signed_in("leo"), signed_in("pia"), signed_in("olga")
    with pia.write() as work:
        register(work)
        people = arrive(
            work,
            [
                *(given(name) for name in ("Anna", "Bela", "Cato", "Dora", "Otto", "Kim")),
                given("Anna", "survey", country="Wales", collected_at=None),
                given("Pia", "problem"),
                given("Quin", "comment"),
                given("Rosa", "enrolment"),
                given("Otto", "enrolment"),
                given("Una", policy_version="lost"),
            ],
            children=["Kim"],
        )
        opt_out(work, people["Otto"])
    return Shift(leo, pia, olga, people)
