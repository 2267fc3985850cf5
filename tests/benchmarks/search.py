"""Finding words among a million postings: the first hundred, newest first, as the list asks for them.

    python tests/benchmarks/search.py [POSTINGS] [FOLDER] [--server]     (1,000,000 unless told, in TMPDIR)

A desk that stands in FOLDER already is searched as it is; one that is made there stays. It takes minutes and
two gigabytes. Words are invented, from a fixed seed, and as common as words are. Of the postings the newest
in fifty are new, one in twenty is removed, and the others are approved. Each search is made many times, in
another transaction each time; its first run, before anything is in memory, is told beside.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import text

from core.audit.log import record
from core.desk import Desk
from core.postings.arrival import IncomingPosting, take_in
from core.postings.queries import PostingFilter, postings
from core.postings.screening import live_screener
from core.postings.tables import Kind, State
from tests.benchmarks.arrival import PASSPHRASE, invented, new_desk
from tests.core.postings.arriving import incoming
from tests.server import LASTING, Cluster, running_cluster

TIMES, HITS, BATCH = 50, 100, 500
PLANTED = {"quetzalcoatl": 40_000, "wanted seahorse paintings": 300, "ida.moreau@example.com": 4_000}
"""Words that stand in one posting of so many."""
SEARCHES = {
    "rare word": "quetzalcoatl",
    "medium word": "seahorse",
    "very common word": "the",
    "begun word": "th",
    "phrase": '"seahorse paintings"',
    "phrase of common words": '"of the"',
    "e-mail address": "ida.moreau@example.com",
    "two words": "the seahorse",
    "two common words": "the of",
    "no such word": "zzyzx",
}

_REMOVED = text("UPDATE posting SET state = 'removed' WHERE id % 20 = 7")
_APPROVED = text("UPDATE posting SET state = 'approved' WHERE state = 'new' AND id <= :last")


def main(count: int, folder: Path | None, *, on_server: bool) -> None:
    """Make a desk where none stands, and print a line for each search."""
    server = running_cluster(LASTING, in_memory=False) if on_server else nullcontext()
    with place_for(folder) as place, server as cluster:
        if not (place / "desk").exists():
            make(place / "desk", count, cluster)
        desk = Desk(place / "desk")
        desk.sign_in("leo", PASSPHRASE)
        say(f"{'':28}{'state':10}{'hits':>6}{'first':>10}{'p50':>9}{'p99':>9} ms")
        for name, words in SEARCHES.items():
            for state in (None, State.NEW, State.REMOVED):
                tell(desk, name, PostingFilter(words, state=state))
        desk.sign_out()


@contextmanager
def place_for(folder: Path | None) -> Iterator[Path]:
    """Give a folder that stays, or one that goes."""
    if folder:
        yield folder
        return
    with TemporaryDirectory(prefix="remit-search-") as place:
        yield Path(place)


def make(folder: Path, count: int, cluster: Cluster | None) -> None:
    """Make a desk of so many postings."""
    desk, started = new_desk(folder, cluster.url("desk") if cluster else ""), perf_counter()
    batch = list[IncomingPosting]()
    for number, one in enumerate(invented(count), 1):
        batch.append(planted(one, number))
        if len(batch) == BATCH or number == count:
            with desk.write() as work:
                take_in(work, Kind.POSTING, batch, live_screener())
            batch.clear()
    with desk.write() as work:
        record(work, "test:postings:decided", ("posting", 0))
        work.session.execute(_REMOVED)
        work.session.execute(_APPROVED, {"last": count - count // 50})
    if cluster:
        cluster.execute("VACUUM ANALYZE", database="desk")  # as the server does by itself, within a minute
    say(f"{count:,} postings made in {perf_counter() - started:,.0f} s")
    desk.sign_out()


def planted(one: IncomingPosting, number: int) -> IncomingPosting:
    """Put the words that are searched for into a posting."""
    added = [words for words, each in PLANTED.items() if number % each == each // 2]
    common = "of the" if number % 3 else "the"
    body = " ".join([one.texts["body"], common, *added])
    return incoming(one.external_id, body, one.title, one.author)


def tell(desk: Desk, name: str, narrowed: PostingFilter) -> None:
    """Search many times and print how long it took."""
    took, found = list[float](), 0
    for _ in range(TIMES):
        with desk.read() as work:
            started = perf_counter()
            found = len(postings(narrowed, "received").first(work, HITS))
            took.append(perf_counter() - started)
        if sum(took) > 20:
            break
    state = narrowed.state.value if narrowed.state else "any"
    say(f"{name:28}{state:10}{found:6}{took[0] * 1e3:10.1f}{spread(took)}")


def spread(took: Sequence[float]) -> str:
    """Return p50 and p99 in milliseconds."""
    late = quantiles(took, n=100)[98] if len(took) > 1 else took[0]
    return f"{median(took) * 1e3:9.1f}{late * 1e3:9.1f}"


def say(line: str) -> None:
    """Print a result."""
    print(line, flush=True)  # noqa: T201  # its result


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--server"]
    folder = Path(given[1]) if given[1:] else None
    main(int(given[0]) if given else 1_000_000, folder, on_server="--server" in sys.argv)
