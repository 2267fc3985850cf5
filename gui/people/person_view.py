"""One person as blocks of the detail: what is on file, who was given what, what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.people.queries import PersonEvent, PersonValues, RecordValues, masked_person, person_events
from core.shares.queries import GivenAway, disclosures_of
from core.staff.accounts import staff_names
from gui.kit.columns import HIDDEN, Badge
from gui.kit.dates import short_date
from gui.kit.detail import HistoryList, KeyValues, NoticeStrip
from gui.kit.labels import PlainLabel, caption, divider, heading
from gui.kit.purposes import purpose_words
from gui.kit.tokens import Tone
from gui.people.words import ON_RECORD, origin_words

CHILD = (
    "An age under 13 shows here. It may only be shown to that person, disclosed by law, or purged by an"
    " officer (C24)."
)


@dataclass(frozen=True)
class PersonFile:
    """Everything the detail shows of one person, masked."""

    values: PersonValues
    events: Sequence[PersonEvent]
    given: Sequence[GivenAway]
    staff: dict[int, str]


def read_file(work: Any, person_id: int) -> PersonFile:
    """Read one person's file, masked."""
    return PersonFile(
        masked_person(work, person_id),
        person_events(work, person_id),
        disclosures_of(work, person_id),
        staff_names(work),
    )


def file_blocks(file: PersonFile, shown: PersonValues | None, purpose: str) -> list[QWidget | int]:
    """Return the blocks; `shown` are the values unmasked for `purpose`, None while they stay masked."""
    values = shown or file.values
    blocks: list[QWidget | int] = [heading(_tr("Person %1").replace("%1", str(values.id)))]
    blocks += _strips(values, purpose if shown else "")
    blocks.append(_standing(file.values))
    for record in values.records:
        blocks += [divider(), *_record(record)]
    blocks += [divider(), caption(_tr("Who was given what")), _given(file.given)]
    return [*blocks, divider(), caption(_tr("History")), _history(file)]


def _strips(values: PersonValues, purpose: str) -> Iterator[QWidget]:
    if values.under_13:
        yield NoticeStrip(Tone.BAD, _tr(CHILD), "people-child")
    if purpose:
        words = _tr("Shown in full to %1. Masked again once you leave this person.")
        yield NoticeStrip(Tone.WARN, words.replace("%1", purpose_words(purpose).lower()), "people-shown")


def _standing(values: PersonValues) -> KeyValues:
    out = values.opted_out_at
    pairs: list[tuple[str, str | Badge | QWidget]] = [(_tr("Promotion"), _reach(values))]
    if out:
        pairs.append((_tr("Since"), short_date(out)))
    return KeyValues([*pairs, (_tr("Records"), str(len(values.records)))])


def _reach(values: PersonValues) -> Badge:
    if values.under_13:
        return Badge(Tone.BAD, _tr("Never"))
    return Badge(Tone.WARN, _tr("Opted out")) if values.opted_out_at else Badge(Tone.GOOD, _tr("May reach"))


def _record(one: RecordValues) -> Iterator[QWidget]:
    yield caption(origin_words(one.origin.value))
    pairs: list[tuple[str, str | Badge | QWidget]] = [
        (_tr(words), _value(one, name)) for name, words in ON_RECORD.items() if _value(one, name)
    ]
    pairs += [(key.replace("_", " ").capitalize(), value) for key, value in one.extra.items()]
    pairs += [(_tr("Chose"), f"{key.replace('_', ' ')}: {value}") for key, value in one.choices.items()]
    collected = short_date(one.collected_at.date()) if one.collected_at else _tr("not known")
    yield KeyValues([*pairs, (_tr("Collected"), collected), (_tr("Policy"), one.policy_version)])


def _value(one: RecordValues, name: str) -> str:
    if name in one.hidden:
        return HIDDEN
    value = getattr(one, name)
    if value is None:
        return ""
    return value.isoformat() if name == "birth_date" else str(value)


def _given(given: Sequence[GivenAway]) -> QWidget:
    if not given:
        return PlainLabel(_tr("Nothing was given to anyone."), ink="3", wrap=True)
    words = _tr("%1 got %2 for: %3 (agreement %4)")
    told = [
        words.replace("%1", one.vendor).replace("%2", ", ".join(one.fields).lower())
        .replace("%3", one.purpose.lower()).replace("%4", one.agreement)
        for one in given
    ]  # fmt: skip
    return HistoryList([(one.executed_at, text) for one, text in zip(given, told, strict=True)], dated=True)


def _history(file: PersonFile) -> QWidget:
    if not file.events:
        return PlainLabel(_tr("No opt-out and no look at the values yet."), ink="3", wrap=True)
    told = [(one.at, _event(one, file.staff.get(one.staff_id, _tr("staff")))) for one in file.events]
    return HistoryList(list(reversed(told)), dated=True)


def _event(one: PersonEvent, who: str) -> str:
    why = _tr(" to %1").replace("%1", purpose_words(one.purpose).lower()) if one.purpose else ""
    return f"{one.what}{why}, {who}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("people", words)
