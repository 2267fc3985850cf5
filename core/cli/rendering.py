"""How remitctl answers a person: lines, tables, a bar."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from core.progress import Progress

TICK = 0.1


def render(answer: Mapping[str, Any]) -> None:
    """Print an answer: plain values as lines, lists of rows as tables."""
    console = Console(highlight=False)
    for key, value in answer.items():
        if _is_rows(value):
            console.print(_table(key, value))
        else:
            console.print(Text(f"{key}: {_plain(value)}"), soft_wrap=True)


@contextmanager
def bar(progress: Progress) -> Iterator[None]:
    """Show a progress as a bar on standard error while the work goes on."""
    over = Event()
    with Bar(console=Console(stderr=True), transient=True) as shown:
        line = shown.add_task(progress.doing, total=None)

        def follow() -> None:
            while not over.wait(TICK):
                shown.update(
                    line, description=progress.doing, completed=progress.done, total=progress.total or None
                )

        follower = Thread(target=follow, daemon=True)
        follower.start()
        try:
            yield
        finally:
            over.set()
            follower.join()


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _table(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in rows[0]:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(_plain(value)) for value in row.values()))
    return table


def _plain(value: object) -> str:
    if isinstance(value, list):
        return harmless(", ".join(str(one) for one in value)) or "none"
    return "" if value is None else harmless(str(value))


def harmless(text: str) -> str:
    """Return other people's text with what could steer a terminal shown instead of sent."""
    return "".join(one if one.isprintable() or one in "\n\t" else f"\\x{ord(one):02x}" for one in text)
