"""How wide the columns of a table are: in a narrow window some are left out before words are cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

from gui.kit.columns import Column, Kind

LEAST, NARROWEST = 160, 104
"""What the column that takes the rest asks for at least, and what it is content with, in pixels."""
GIVES_WAY = {Kind.TEXT: 0.62, Kind.PERSON: 0.62, Kind.STRONG: 0.62, Kind.DATE: 0.9}
WORD = 56
"""Pixels that a word needs at least."""


@dataclass(frozen=True)
class Wish:
    """What a column asks for and what it is content with, in pixels; a `wide` one takes what is left."""

    wanted: int
    least: int
    wide: bool = False
    yields: int = 0


def wish(column: Column[object], width: int, scale: float = 1.0) -> Wish:
    """Return what a column asks for at a width; `scale` is the person's text scale."""
    if column.stretch:
        wanted = round(max(column.width, LEAST) * scale)
        return Wish(wanted, round(NARROWEST * scale), wide=True, yields=column.yields)
    part = GIVES_WAY.get(column.kind, 1.0)
    least = min(width, max(round(WORD * scale), round(width * part)))
    return Wish(width, least, yields=column.yields)


def left_out(room: int, wishes: Sequence[Wish], kept: int | None = None) -> frozenset[int]:
    """Return which columns are not shown, so that the others have the room they need; `kept` always is."""
    out: set[int] = set()
    may_go = sorted((one for one in range(len(wishes)) if wishes[one].yields and one != kept),
                    key=lambda at: -wishes[at].yields)  # fmt: skip
    for at in may_go:
        if sum(one.wanted for place, one in enumerate(wishes) if place not in out) <= room:
            break
        out.add(at)
    return frozenset(out)


def fitted(room: int, wishes: Sequence[Wish]) -> list[int]:
    """Share the room out: the wide ones take the rest; where it is short, each gives way in proportion.

    Where even the least does not fit, every column keeps what it asks for and the table scrolls.
    """
    widths, wide = [one.wanted for one in wishes], sum(one.wide for one in wishes)
    short, slack = sum(widths) - room, sum(one.wanted - one.least for one in wishes)
    if short <= 0:
        more = -short // wide if wide else 0
        return [width + more * one.wide for width, one in zip(widths, wishes, strict=True)]
    if short > slack:
        return widths
    return [one.wanted - -(-(one.wanted - one.least) * short // slack) for one in wishes]
