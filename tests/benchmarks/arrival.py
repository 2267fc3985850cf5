"""Postings a second that arrive: stored, indexed, screened and logged, in batches as an intake has them.

    python tests/benchmarks/arrival.py [POSTINGS] [--server]     (100,000 unless told; a gigabyte in TMPDIR)

The desk is a real one, encrypted, or with --server kept by PostgreSQL as Debian starts it, with the rules
that ship. Texts are made of invented words from a fixed seed, some 600 characters each. Each step is measured
by itself, then the whole with reading a CSV file.
"""

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from core.desk import Desk
from core.intake.runs import BATCH, take_in_file
from core.intake.shapes import Kind as FileKind
from core.policy.store import publish_policy, shipped_policy_text
from core.postings.arrival import IncomingPosting, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from core.staff.roles import Role
from tests.core.postings.arriving import incoming
from tests.server import LASTING, running_cluster

PASSPHRASE = "remit benchmark"
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeio"]
WORDS, LENGTH = 20_000, 600


def main(count: int, *, on_server: bool) -> None:
    """Take postings in and print a line for each way."""
    postings = list(invented(count))
    server = running_cluster(LASTING, in_memory=False) if on_server else nullcontext()
    with TemporaryDirectory(prefix="remit-arrival-") as place, server as cluster:
        folder = Path(place)
        desks = [new_desk(folder / name, cluster.url(name) if cluster else "") for name in ("one", "other")]
        tell_screening(postings[: count // 5])
        tell_taking_in(desks[0], postings)
        tell_a_file(desks[1], folder / "postings.csv", postings)


def invented(count: int) -> Iterator[IncomingPosting]:
    """Give postings of words as common as words are: the n-th a n-th part as often as the first."""
    chance = random.Random(7)  # noqa: S311  # texts for a benchmark
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))) for _ in range(WORDS)]
    weights = [1 / place for place in range(1, WORDS + 1)]
    bag = chance.choices(words, weights, k=1_000_000)
    for number in range(count):
        start = chance.randrange(len(bag) - 120)
        body = " ".join(bag[start : start + 120])[:LENGTH]
        title = " ".join(bag[start + 100 : start + 105])
        yield incoming(f"p-{number}", body, title, f"u-{number % 5_000}")


def new_desk(folder: Path, database: str = "") -> Desk:
    """Make a desk with the policy and a lead, who is signed in."""
    ada = Desk.create(folder, "ada", PASSPHRASE, database=database)
    with ada.write() as work:
        publish_policy(work, shipped_policy_text())
    ada.add_staff("leo", Role.LEAD, PASSPHRASE)
    ada.sign_out()
    leo = Desk(folder)
    leo.sign_in("leo", PASSPHRASE)
    return leo


def tell_screening(postings: Sequence[IncomingPosting]) -> None:
    """Screen alone, for comparison."""
    screener = live_screener()
    started = perf_counter()
    for one in postings:
        screener.screen(one.texts)
    say("screened alone", len(postings), perf_counter() - started)


def tell_taking_in(desk: Desk, postings: Sequence[IncomingPosting]) -> None:
    """Take them in as they would come from a file that is read already."""
    started, busy = perf_counter(), process_time()
    for first in range(0, len(postings), BATCH):
        with desk.write() as work:
            take_in(work, Kind.POSTING, postings[first : first + BATCH], live_screener())
    say("stored, indexed, screened, logged", len(postings), perf_counter() - started, process_time() - busy)
    desk.sign_out()


def tell_a_file(desk: Desk, file: Path, postings: Sequence[IncomingPosting]) -> None:
    """Take a CSV file in, reading and checking included."""
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["posting_id", "title", "body", "author", "posted"])
        posted = datetime(2026, 11, 20, tzinfo=UTC).isoformat()
        writer.writerows([one.external_id, *one.texts.values(), one.author, posted] for one in postings)
    started, busy = perf_counter(), process_time()
    taken = take_in_file(desk, file, FileKind.POSTINGS)
    assert taken.counts.stored == len(postings), taken
    say("the same from a CSV file", len(postings), perf_counter() - started, process_time() - busy)
    desk.sign_out()


def say(what: str, count: int, seconds: float, busy: float | None = None) -> None:
    """Print a result; beside it what it would be with a processor of its own."""
    own = f"{count / busy:12,.0f} for a second of processor time" if busy else ""
    print(f"{what:36}{count:10,}{count / seconds:12,.0f} /s{own}", flush=True)  # noqa: T201  # its result


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--server"]
    main(int(given[0]) if given else 100_000, on_server="--server" in sys.argv)
