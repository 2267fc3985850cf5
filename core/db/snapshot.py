"""A whole copy of the store while people write, and what the engine finds wrong with its own file.

All that a backup asks of the engine stands here: another engine takes its place behind these functions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine, inspect, text

from core.db.faults import sentence_for
from core.db.integrity import refused_pages
from core.db.search import is_of_index
from core.errors import DeskUnusable
from core.progress import Progress

STEPS = 20_000
"""Instructions of the engine between two looks at whether the person wants it stopped; some 5 ms."""
SHOWN_FAULTS = 5


def snapshot(engine: Engine, target: Path, progress: Progress) -> None:
    """Write the store as one moment left it into a new file, encrypted under the same key.

    `VACUUM INTO` reads one snapshot, so nobody who writes waits for it, and writes no free page, so what was
    erased before is nowhere in the copy. Raises Cancelled, or DeskUnusable where the disk refuses.
    """
    if engine.dialect.name != "sqlite":
        raise DeskUnusable("This desk's store is on a server; back it up there, with pg_dump.")
    with _driver(engine) as driver:
        whole = _number(driver, "page_count") * _number(driver, "page_size")
        driver.set_progress_handler(lambda: _stopped(progress, target, whole), STEPS)
        try:
            driver.execute("VACUUM INTO ?", (str(target),))
        except sqlcipher3.DatabaseError as error:
            progress.at(progress.done)  # raises Cancelled where that is why
            raise sentence_for(error) or error from error
        finally:
            driver.set_progress_handler(None, 0)


def faults_of(engine: Engine) -> list[str]:
    """Check every page against its own HMAC and the tables' structure; returns what is wrong, or nothing.

    A server looks after its own pages.
    """
    if engine.dialect.name != "sqlite":
        return []
    with _driver(engine) as driver:
        if pages := refused_pages(driver):
            return pages[:SHOWN_FAULTS]
        found = [str(row[0]) for row in driver.execute(f"PRAGMA quick_check({SHOWN_FAULTS})")]
    return [one for one in found if one != "ok"]


def count_rows(engine: Engine) -> int:
    """Count the rows of all tables; the search index, which holds none of its own, is left out."""
    with engine.connect() as connection:
        names = [one for one in inspect(connection).get_table_names() if not is_of_index(one)]
        counts = [connection.scalar(text(f'SELECT count(*) FROM "{one}"')) for one in names]  # noqa: S608  # its own names
    return sum(one or 0 for one in counts)


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    """Give a connection of the driver's own, outside any transaction."""
    try:
        pooled = engine.raw_connection()
    except sqlcipher3.DatabaseError as error:
        raise sentence_for(error) or error from error
    try:
        yield pooled.driver_connection
    finally:
        pooled.close()


def _number(driver: Any, pragma: str) -> int:
    return int(driver.execute(f"PRAGMA {pragma}").fetchone()[0])


def _stopped(progress: Progress, target: Path, whole: int) -> bool:
    """Note how far the copy is, in bytes; true stops the engine."""
    if not progress.cancelled:
        progress.at(target.stat().st_size if target.exists() else 0, whole)
    return progress.cancelled
