"""What may stand in a log file is made of the program's own words alone."""

import logging
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path

import pytest

from core.errors import BadInput
from core.logfiles.files import Logbook
from core.logfiles.notes import LOGGER, WITHHELD, Event, Fact, Listed, note
from core.mistakes import UNNAMED, mistake_report, mistake_words
from core.staff.roles import Role

PLANTED = "Ines Farkas <ines@example.org>"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Ends the log and gives what was written."""
    book = Logbook("remit", tmp_path / "logs")

    def read() -> str:
        book.close()
        assert book.place is not None
        return book.place.read_text("utf-8")

    yield read
    book.close()


def test_counts_codes_and_class_names_are_written(written: Callable[[], str]) -> None:
    note(
        Event.ENDED, status=1, role=Role.OFFICER, kind=BadInput, verb=Listed("intake", frozenset({"intake"}))
    )
    assert "ended status=1 role=OFFICER kind=BadInput verb=intake\n" in written()


@pytest.mark.parametrize(
    "value",
    [
        PLANTED,
        Listed(PLANTED, frozenset({"intake"})),
        Path(PLANTED),
        [PLANTED],
        Enum("Made", {PLANTED: PLANTED})(PLANTED),
        type(PLANTED, (int,), {"__str__": lambda _: PLANTED})(1),
    ],
)
def test_any_other_value_is_withheld(written: Callable[[], str], value: Fact) -> None:
    note(Event.ENDED, value=value)
    text = written()
    assert f"value={WITHHELD}" in text
    assert "Ines" not in text


def test_a_class_made_of_a_value_is_not_named(written: Callable[[], str]) -> None:
    note(Event.ENDED, type(PLANTED, (Exception,), {})(PLANTED), kind_given=type(PLANTED, (), {}))
    assert written().count(UNNAMED) == 2


def test_what_others_say_to_the_same_log_is_reduced_to_its_level(written: Callable[[], str]) -> None:
    log = logging.getLogger(LOGGER)
    log.warning("%s wrote", PLANTED)
    try:
        int(PLANTED)
    except ValueError:
        log.exception(PLANTED, stack_info=True)
    text = written()
    assert [line.split(" ", 3)[3] for line in text.splitlines()] == ["withheld level=30", "withheld level=40"]


def test_an_error_is_its_kinds_codes_and_our_own_places(written: Callable[[], str]) -> None:
    try:
        Path(f"/nowhere/{PLANTED}").read_text("utf-8")
    except OSError as error:
        note(Event.MISTAKE, error)
    text = written()
    assert "mistake kind=FileNotFoundError (ENOENT)" in text
    assert "in other parts)" in text
    assert "Ines" not in text


def test_code_named_by_other_peoples_words_is_no_place() -> None:
    source = compile("def ines_farkas(): raise ValueError\nines_farkas()", PLANTED, "exec")
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # it has no words to match
        exec(source, {"__name__": PLANTED})  # noqa: S102  # what a template engine does with a person's text
    for words in (mistake_report(raised.value), mistake_words(raised.value)):
        assert "ValueError" in words
        assert "ines" not in words.lower()
