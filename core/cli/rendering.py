"""How remitctl answers: JSON, or lines and tables in which other people's text can steer no terminal."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from threading import Event, Thread
from typing import Any
from unicodedata import category

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bar

from core.cli.tables import on_terminal, tab_separated
from core.progress import Progress

TICK = 0.1
_NOT_ASCII = re.compile(r"[^\x20-\x7e]")


def render(answer: Mapping[str, Any]) -> None:
    """Print an answer: values as lines, rows as a table on a terminal, else one line a row with tabs."""
    shown: list[object] = []
    for key, value in answer.items():
        if _is_rows(value) and any(value is one for one in shown):
            continue  # the same rows under a second key, for programs
        shown.append(value)
        if _is_rows(value):
            _print_rows(_heading(key), value)
        else:
            _line(f"{_heading(key)}: {plain(value)}")


def in_json(answer: Mapping[str, Any]) -> str:
    """Return an answer as one line of JSON; what cannot be seen is written as an escape."""
    told = json.dumps(answer, ensure_ascii=False, default=_as_json)
    return _NOT_ASCII.sub(lambda one: one[0] if _is_shown(one[0]) else json.dumps(one[0])[1:-1], told)


@contextmanager
def bar(progress: Progress) -> Iterator[None]:
    """Show a progress as a bar on standard error while the work goes on."""
    over = Event()
    with Bar(console=Console(stderr=True), transient=True) as shown:
        line = shown.add_task(_said(progress), total=None)

        def follow() -> None:
            while not over.wait(TICK):
                shown.update(
                    line, description=_said(progress), completed=progress.done, total=progress.total or None
                )

        follower = Thread(target=follow, daemon=True)
        follower.start()
        try:
            yield
        finally:
            over.set()
            follower.join()


def plain(value: object) -> str:
    """Return a value as a person reads it, with nothing in it that could steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime) and sys.stdout.isatty():
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_heading(key)} {plain(one)}".rstrip() for key, one in value.items()) or "none"
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(plain(one) for one in value) or "none"
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return other people's text with what could steer a terminal, or hide in it, shown instead of sent."""
    return "".join(one if one == "\n" or _is_shown(one) else _shown(one) for one in text)


def _print_rows(title: str, rows: list[Mapping[str, Any]]) -> None:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    headings = [_heading(one) for one in keys]
    cells = [[plain(row.get(one)) for one in keys] for row in rows]
    _line(f"{title}:")
    if sys.stdout.isatty():
        print(on_terminal(headings, cells, Console().width))  # noqa: T201  # the answer itself
    else:
        print(tab_separated(headings, cells))  # noqa: T201  # the answer itself


def _line(text: str) -> None:
    """Print one fact; further lines of it stand indented, so that no text can pass for another fact."""
    print(text.replace("\n", "\n    "))  # noqa: T201  # the answer itself


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _heading(key: object) -> str:
    return harmless(str(key)).replace("_", " ")


def _said(progress: Progress) -> str:
    return escape(harmless(progress.doing))


def _is_shown(one: str) -> bool:
    return one.isprintable() or category(one) == "Zs"


def _shown(one: str) -> str:
    return one.encode("unicode_escape").decode()


def _as_json(value: object) -> object:
    """Write a moment as ISO 8601, a set as a list, anything else as its text."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else str(value)
