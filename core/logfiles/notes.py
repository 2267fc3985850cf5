"""What may stand in a log file: ids, codes, counts, class names and places in the program's own source."""

import logging
from dataclasses import dataclass
from enum import Enum, StrEnum
from uuid import UUID

from typing_extensions import override

from core.mistakes import kind_of, mistake_kinds, mistake_places

LOGGER = "remit"
WITHHELD = "withheld"
"""Stands where something was given that may be anyone's words."""
OWN_ROOMS = ("core.", "gui.")

_log = logging.getLogger(LOGGER)
_log.propagate = False
_log.setLevel(logging.INFO)
_log.addHandler(logging.NullHandler())


class Event(StrEnum):
    """What can have happened; a line of the log begins with one."""

    STARTED = "started"
    ENDED = "ended"
    REFUSED = "refused"
    MISTAKE = "mistake"
    QT = "qt"


@dataclass(frozen=True)
class Listed:
    """A word that may stand in the log because it is one of a list that the program itself made."""

    word: str
    among: frozenset[str]


Fact = bool | int | UUID | Enum | type | Listed


class OwnWordsOnly(logging.Filter):
    """Lets through only what `note` made; of anything else, that it was said and how gravely.

    A message, its arguments, an error's text and a stack may all hold a value, so none of them is looked at.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Replace what did not come from `note`, and drop what hangs on it."""
        if not isinstance(record.msg, _Note):
            record.msg = _Note(f"{WITHHELD} level={int(record.levelno)}")
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return True


class _Note:
    """One line that was made here; it turns into text only when it is written."""

    def __init__(self, text: str) -> None:
        self._text = text

    @override
    def __str__(self) -> str:
        return self._text


def note(event: Event, /, error: BaseException | None = None, **facts: Fact) -> None:
    """Write one event, with the kinds and places of an error; whatever else was given is withheld."""
    said = [event.value, *(f"{name}={_said(fact)}" for name, fact in facts.items())]
    if error is not None:
        said.append("\n  ".join([f"kind={mistake_kinds(error)}", *mistake_places(error)]))
    level = logging.ERROR if event is Event.MISTAKE else logging.INFO
    _log.log(level, _Note(" ".join(said)))


def _said(fact: Fact) -> str:
    if type(fact) in {bool, int, UUID}:
        return str(fact)
    if isinstance(fact, Enum) and type(fact).__module__.startswith(OWN_ROOMS):
        return fact.name
    if isinstance(fact, type):
        return kind_of(fact)
    if isinstance(fact, Listed) and fact.word in fact.among:
        return fact.word
    return WITHHELD
