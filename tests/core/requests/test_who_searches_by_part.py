"""A masked name is not spelled out by searching: parts find only for who may see values (C22)."""

from collections.abc import Callable
from typing import Any

import pytest

from core.contests.queries import entries
from core.desk import Desk
from core.errors import NotAllowed
from core.people.queries import find_people, people
from core.requests.queries import requests
from tests.core.requests.conftest import NINA, Marketplace

Received = Callable[..., Any]
LISTS = pytest.mark.parametrize("listed", [people, entries, requests])


@pytest.fixture(autouse=True)
def _nina_asks(market: Marketplace, taken_in: Received) -> None:
    assert market.nina
    taken_in()


@LISTS
def test_an_auditor_may_not_search_by_a_part_of_a_name(listed: Any, auditor: Desk) -> None:
    with auditor.read() as work:
        for read in (
            lambda one: one.total(work), lambda one: one.first(work, 5), lambda one: list(one.chunks(work))
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                read(listed("Ni"))
        assert listed("").total(work) > 0


@pytest.mark.parametrize(
    ("listed", "name"), [(people, "nina okafor"), (entries, "Nina A. Okafor"), (requests, "nina okafor")]
)
def test_an_auditor_finds_by_the_whole_name_or_address_alone(listed: Any, name: str, auditor: Desk) -> None:
    with auditor.read() as work:
        found = [listed(text, in_part=False).total(work) for text in (name, NINA, "nina", "okafo")]
    assert found[0] == found[1] > 0
    assert found[2:] == [0, 0]


@LISTS
def test_who_may_see_values_finds_by_a_part_too(listed: Any, officer: Desk) -> None:
    with officer.read() as work:
        assert listed("okafo").total(work) == listed(NINA).total(work) > 0


def test_finding_people_follows_the_role(auditor: Desk, officer: Desk) -> None:
    with officer.read() as work:
        assert find_people(work, "okaf") != []
    with auditor.read() as work:
        assert find_people(work, "okaf") == []
        assert find_people(work, "Nina Okafor") != []
