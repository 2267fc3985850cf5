"""What the site sends is stored to the byte, once, and looked at again when it changes."""

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import NotAllowed
from core.people.arrival import Outcome
from core.postings.actions import approve_postings, escalate_postings, remove_postings
from core.postings.arrival import IncomingPosting, take_in
from core.postings.detail import posting_detail
from core.postings.queries import PostingFilter, postings
from core.postings.screening import live_screener
from core.postings.tables import Decision, Kind, Posting, State
from core.progress import Progress
from tests.core.postings.arriving import TakeIn, incoming

STORED, UPDATED, KNOWN = Outcome.STORED, Outcome.UPDATED, Outcome.KNOWN
ODD = "A\u200bB\r\n\tÜmlaut e\u0301 \U0001f600 \x00 end \u202eright to left"


def test_a_text_comes_back_to_the_byte(take: TakeIn, lead: Desk) -> None:
    (posting,) = take([incoming("p-1", ODD, title=" Two  spaces ")]).ids
    with lead.read() as work:
        assert posting_detail(work, posting).texts == {"title": " Two  spaces ", "body": ODD}


def test_texts_keep_the_order_of_the_source(take: TakeIn, lead: Desk) -> None:
    texts = {"title": "t", "body": "b", "benefits": "free fruit", "Anforderungen": "keine"}
    (posting,) = take([IncomingPosting("p-1", "t", "", "", "", None, texts, "d")]).ids
    with lead.read() as work:
        assert list(posting_detail(work, posting).texts.items()) == list(texts.items())


def test_the_same_content_twice_is_known_the_second_time(take: TakeIn) -> None:
    first = take([incoming("p-1", "one"), incoming("p-2", "two")])
    again = take([incoming("p-2", "two"), incoming("p-1", "one")])
    assert first.outcomes == (STORED, STORED)
    assert again.outcomes == (KNOWN, KNOWN)
    assert again.ids == first.ids[::-1]


def test_one_id_several_times_in_a_batch_counts_in_its_order(take: TakeIn, lead: Desk) -> None:
    taken = take([incoming("p-1", "one"), incoming("p-1", "two"), incoming("p-1", "two")])
    assert taken.outcomes == (STORED, UPDATED, KNOWN)
    with lead.read() as work:
        assert posting_detail(work, taken.ids[0]).texts["body"] == "two"


def test_a_posting_and_a_message_of_one_id_are_two_records(take: TakeIn) -> None:
    posting = take([incoming("7", "one")], Kind.POSTING)
    message = take([incoming("7", "one")], Kind.MESSAGE)
    assert message.outcomes == (STORED,)
    assert posting.ids != message.ids


@pytest.mark.parametrize("verdict", [approve_postings, lambda work, ids: remove_postings(work, ids, "spam")])
def test_an_edited_posting_is_new_again_with_its_history_kept(
    verdict: Callable[..., object], take: TakeIn, moderator: Desk
) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        verdict(work, [posting])
    assert take([incoming("p-1", "two")]).outcomes == (UPDATED,)
    with moderator.read() as work:
        detail = posting_detail(work, posting)
    assert (detail.state, detail.reason, detail.version) == (State.NEW, "", 3)
    assert [one.what for one in detail.history][1:] in (
        ["Approved", "Changed by its author; to be looked at again"],
        ["Removed", "Changed by its author; to be looked at again"],
        ["Changed by its author; to be looked at again", "Approved"],
        ["Changed by its author; to be looked at again", "Removed"],
    )


def test_what_was_decided_stands_when_something_beside_the_words_is_corrected(
    take: TakeIn, moderator: Desk
) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        remove_postings(work, [posting], "spam")
    corrected = replace(incoming("p-1", "one"), author="u-2", category="Writing", digest="other")
    assert take([corrected]).outcomes == (UPDATED,)
    with moderator.read() as work:
        detail = posting_detail(work, posting)
        decided, seen = work.session.execute(
            select(Posting.decided_at, Decision.text_digest).join(Decision, Decision.posting_id == Posting.id)
        ).one()
    assert (detail.state, detail.reason, detail.version) == (State.REMOVED, "spam", 3)
    assert (detail.author, detail.category, decided is not None) == ("u-2", "Writing", True)
    assert [one.what for one in detail.history] == ["Received from the site", "Removed"]
    assert seen == "other"


def test_an_officer_s_ruling_stands_when_something_beside_the_words_is_corrected(
    take: TakeIn, moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        escalate_postings(work, [posting])
    with signed_in("pia").write() as work:
        remove_postings(work, [posting], "spam")
    take([replace(incoming("p-1", "one"), author="u-2", digest="other")])
    with moderator.read() as work:
        assert posting_detail(work, posting).ruled


def test_an_edited_posting_that_waits_for_an_officer_goes_on_waiting(take: TakeIn, moderator: Desk) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        escalate_postings(work, [posting])
    take([incoming("p-1", "two")])
    with moderator.read() as work:
        assert posting_detail(work, posting).state is State.ESCALATED


def test_an_edited_posting_is_screened_and_searched_by_its_new_words(take: TakeIn, lead: Desk) -> None:
    (posting,) = take([incoming("p-1", "Pay by wire transfer via western union only")]).ids
    take([incoming("p-1", "A harmless garden")])
    with lead.read() as work:
        assert posting_detail(work, posting).risk == 0
        assert postings(PostingFilter(text="western")).total(work) == 0
        assert postings(PostingFilter(text="garden")).total(work) == 1


def test_hits_stand_at_the_exact_place_in_the_raw_text(take: TakeIn, lead: Desk) -> None:
    (posting,) = take([incoming("p-1", "Ünïcode \u200b first, then pay by WESTERN\u200b UNION please")]).ids
    with lead.read() as work:
        detail = posting_detail(work, posting)
    struck = [detail.texts[hit.field][hit.start : hit.end] for hit in detail.hits]
    assert any("WESTERN" in one and "UNION" in one for one in struck)
    assert detail.risk > 0


def test_an_author_on_file_is_linked_to_the_posting(take: TakeIn, lead: Desk) -> None:
    with lead.read() as work:
        assert work.session.scalar(select(func.count()).select_from(Posting)) == 0
    (posting,) = take([incoming("p-1", "one", author="nobody-on-file")]).ids
    with lead.read() as work:
        history = posting_detail(work, posting).author_history
    assert history is not None
    assert (history.author, history.person_id, history.total) == ("nobody-on-file", None, 1)


def test_one_log_entry_stands_for_a_batch_and_holds_no_text(take: TakeIn, lead: Desk) -> None:
    take([incoming(f"secret-{n}", "unrepeatable words") for n in range(30)])
    with lead.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "postings:posting:taken-in")
        (body,) = work.session.scalars(query)
        assert b"secret" not in body
        assert b"unrepeatable" not in body
        assert b'"stored":30' in body
        assert verify_log(work, Progress()).ok


def test_nothing_new_writes_nothing(take: TakeIn, lead: Desk) -> None:
    take([incoming("p-1", "one")])
    take([incoming("p-1", "one")])
    with lead.read() as work:
        query = select(func.count()).where(AuditEntry.action == "postings:posting:taken-in")
        assert work.session.scalar(query) == 1


def test_a_moderator_takes_nothing_in(moderator: Desk) -> None:
    with pytest.raises(NotAllowed), moderator.write() as work:
        take_in(work, Kind.POSTING, [incoming("p-1", "one")], live_screener())


def test_five_hundred_real_postings_keep_every_byte(take: TakeIn, lead: Desk) -> None:
    shared = Path(os.environ.get("REMIT_SHARED", Path(__file__).parents[4] / "shared"))
    file = shared / "data" / "1_postings" / "emscad_first500" / "postings.csv"
    if not file.exists():
        pytest.skip("The shared sample of real postings is not on this machine.")
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    batch = [_real(row) for row in rows]
    taken = take(batch)
    assert taken.outcomes == (STORED,) * 500
    assert take(batch).outcomes == (KNOWN,) * 500
    with lead.read() as work:
        for posting, one in zip(taken.ids, batch, strict=True):
            assert posting_detail(work, posting).texts == one.texts


def _real(row: dict[str, str]) -> IncomingPosting:
    texts = {"title": row["title"], "body": row["description"], "requirements": row["requirements"]}
    digest = sha256(repr(row).encode()).hexdigest()
    return IncomingPosting(row["job_id"], row["title"], row["function"], "", "", None, texts, digest)
