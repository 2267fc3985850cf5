"""Mail comes in: read, matched in name and address apart, dated, kept, never twice."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from core.audit.log import record
from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.requests.actions import confirm_sender, take_up
from core.requests.arrival import NoRequest, Receipt, receive
from core.requests.case_view import case
from core.requests.opening import open_case
from core.requests.queries import requests
from core.requests.tables import AccessRequest

Taking = Callable[..., Receipt]


def test_name_and_address_are_matched_each_by_itself(taken_in: Taking) -> None:
    both = taken_in()
    only_address = taken_in(sender="Somebody Else <nina.okafor@example.com>")
    only_name = taken_in(sender="Nina Okafor <nina@elsewhere.example.net>")

    assert (both.name_match, both.address_match) == ("exact", "exact")
    assert (only_address.name_match, only_address.address_match) == ("none", "exact")
    assert (only_name.name_match, only_name.address_match) == ("exact", "none")


def test_the_name_may_stand_in_the_text_alone(taken_in: Taking) -> None:
    found = taken_in(sender="nina.okafor@example.com", body="I am Nina Okafor. Send a copy of my data.")

    assert found.name_match == "folded"


QUOTED = "Please send it.\n\nOn Monday, the site wrote:\n> Dear Nina Okafor,\n> is it you who asks?\n"


def test_a_name_that_stands_only_in_the_quoted_mail_is_not_the_sender_s(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    """Whoever holds the mailbox can send the site's own letter back (C25)."""
    found = taken_in(sender="nina.okafor@example.com", body=QUOTED)

    assert found.name_match == "none"
    with pytest.raises(BadInput, match="the name is not"), pia.write() as work:
        confirm_sender(work, found.case, market.nina, "Called back.")
    with pia.write() as work:
        take_up(work, found.case, market.nina)
        assert case(work, found.case).name_match == "none"


def test_a_candidate_for_a_message_of_several_senders_fits_in_nothing(taken_in: Taking, pia: Desk) -> None:
    request = taken_in(TWICE).case
    with pia.read() as work:
        (found,) = case(work, request).candidates

    assert (found.name_match, found.address_match) == ("none", "none")


def test_a_sender_stays_unproven_and_the_finding_says_so(taken_in: Taking) -> None:
    found = taken_in()

    assert found.sender == "unproven"
    assert any("not proven" in one for one in found.findings)


def test_replies_asked_elsewhere_are_a_finding(taken_in: Taking) -> None:
    found = taken_in(Reply_To="else@example.net")

    assert any("another address" in one for one in found.findings)


def test_several_senders_are_a_finding(taken_in: Taking) -> None:
    found = taken_in(sender="Nina Okafor <nina.okafor@example.com>, Eve <eve@example.net>")

    assert any("2 senders" in one for one in found.findings)


TWICE = b"From: Nina Okafor <nina.okafor@example.com>\nFrom: Eve <eve@example.net>\n\nMy data, please.\n"


def test_a_message_of_several_senders_matches_nobody_and_is_confirmed_only_with_a_reason(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    found = taken_in(TWICE)

    assert (found.name_match, found.address_match) == ("none", "none")
    with pytest.raises(BadInput, match="say why"), pia.write() as work:
        confirm_sender(work, found.case, market.nina, "Called back.")


def test_an_address_hidden_in_an_encoded_word_is_no_address(taken_in: Taking) -> None:
    found = taken_in(b"From: =?utf-8?q?nina.okafor=40example.com?=\nSubject: Mine\n\nMy data, please.\n")

    assert found.address_match == "none"
    assert any("address cannot be read" in one for one in found.findings)


def test_no_header_brings_a_second_line(taken_in: Taking, pia: Desk) -> None:
    sender = b"From: =?utf-8?q?Nina=0D=0AOkafor?= <nina.okafor@example.com>\n"
    request = taken_in(sender + b"Subject: =?utf-8?q?a=0Ab?=\n\nMy data.\n").case
    with pia.write() as work:
        seen = open_case(work, request)

    assert (seen.from_name, seen.subject) == ("Nina Okafor", "a b")


def test_the_same_message_twice_is_stored_once(
    taken_in: Taking, pia: Desk, letter: Callable[..., bytes]
) -> None:
    first, again = taken_in(letter()), taken_in(letter())

    assert (again.case, first.known, again.known) == (first.case, False, True)
    with pia.read() as work:
        assert work.session.scalar(select(func.count()).select_from(AccessRequest)) == 1


WORDS = "Please send me a copy of all the data that you hold about me, Zoë Okafor, since I enrolled."
AGAIN = (
    b"From: Nina Okafor <Nina.Okafor@EXAMPLE.com>\r\nMessage-ID: <7@example.com>\r\n"
    b"Subject: =?utf-8?q?My_data?=\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n%s\r\n"
)


def one(words: str = WORDS, number: str = "7", subject: str = "My data") -> bytes:
    head = f"From: Nina Okafor <nina.okafor@example.com>\nMessage-ID: <{number}@example.com>\n"
    kind = "Content-Type: text/plain; charset=utf-8"
    return f"{head}Subject: {subject}\n{kind}\n\n{words}\n".encode()


def with_files(*files: bytes) -> bytes:
    """Return the message with files that came along, each in base64."""
    head, _, words = one().partition(b"Content-Type: text/plain; charset=utf-8\n\n")
    kind = b"Content-Type: text/plain; charset=utf-8\n\n"
    part = b"\n--b\nContent-Type: application/pdf; name=p.pdf\nContent-Transfer-Encoding: base64\n\n%s"
    parts = b"".join(part % b64encode(one) for one in files)
    return b"%sContent-Type: multipart/mixed; boundary=b\n\n--b\n%s%s%s\n--b--\n" % (head, kind, words, parts)


@pytest.mark.parametrize(
    "copy",
    [
        one().replace(b"\n", b"\r\n"),
        b"\n" + one(),
        b"Received: from a.example.com\n" + one(),
        one(WORDS.replace("data that", "data\nthat") + "\n\n"),
        AGAIN % b64encode(WORDS.replace("ë", "e\u0308").encode()),
    ],
)
def test_the_same_message_in_other_bytes_is_stored_once(taken_in: Taking, copy: bytes) -> None:
    """Its lines were broken anew, its letters encoded otherwise, a field was put on top of it."""
    first, again = taken_in(one()), taken_in(copy)

    assert (again.case, again.known) == (first.case, True)


@pytest.mark.parametrize(
    "other",
    [
        one("Please delete all my data."),
        one(subject="Delete my data"),
        one(number="8"),
        one().replace(b"Nina Okafor <", b"Obi Okafor <"),
        one().replace(b"nina.okafor@", b"nina@"),
        one().replace(b"\n", b"\nFrom: Eve <eve@example.net>\n", 1),
    ],
)
def test_a_message_id_used_again_for_another_message_is_a_case_of_its_own(
    taken_in: Taking, other: bytes
) -> None:
    first, second = taken_in(one()), taken_in(other)

    assert second.case != first.case
    assert not second.known


def test_a_copy_of_a_request_from_before_identities_were_kept_is_known(taken_in: Taking, pia: Desk) -> None:
    first, other = taken_in(one()), taken_in(one("Please delete all my data.", number="9"))
    with pia.write() as work:
        work.session.execute(update(AccessRequest).values(message_identity=None))
        record(work, "test:identities:taken", ("request", 0))
    again = taken_in(one().replace(b"\n", b"\r\n").replace(b"nina.okafor@", b"Nina.Okafor@"))
    new = taken_in(one("Please correct my telephone number.", number="10"))

    assert (again.case, again.known, new.known) == (first.case, True, False)
    assert new.case not in (first.case, other.case)


def test_a_copy_with_a_file_more_or_another_file_is_no_copy(taken_in: Taking) -> None:
    bare, scan = taken_in(one()), taken_in(with_files(b"a scan"))
    other, both = taken_in(with_files(b"another scan")), taken_in(with_files(b"a scan", b"a form"))
    again = taken_in(with_files(b"a scan").replace(b"\n", b"\r\n"))

    assert len({one.case for one in (bare, scan, other, both)}) == 4
    assert (again.case, again.known) == (scan.case, True)


def test_without_an_id_the_date_tells_a_copy_from_the_same_words_sent_again(taken_in: Taking) -> None:
    dated = one().replace(b"Message-ID: <7@example.com>", b"Date: Fri, 20 Nov 2026 08:00:00 +0000")
    first = taken_in(dated)

    assert taken_in(dated.replace(b"\n", b"\r\n")).case == first.case
    assert taken_in(dated.replace(b"20 Nov", b"19 Nov")).case != first.case


def test_a_message_without_id_and_date_is_known_by_its_bytes_but_for_line_ends(taken_in: Taking) -> None:
    bare = one().replace(b"Message-ID: <7@example.com>\n", b"")
    first = taken_in(bare)

    assert taken_in(bare.replace(b"\n", b"\r\n")).case == first.case
    assert taken_in(b"Received: from a.example.com\n" + bare).case != first.case


def test_the_answer_is_due_45_days_after_receipt(taken_in: Taking, pia: Desk) -> None:
    found = taken_in()

    with pia.read() as work:
        stored = case(work, found.case)
    assert stored.due_at - stored.received_at == timedelta(days=45)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Please send me a copy of my data.", "access"),
        ("Delete everything you have on me.", "deletion"),
        ("Please correct my address, it is wrong.", "correction"),
        ("Unsubscribe me from your newsletter.", "opt_out"),
        ("Good morning to you.", "other"),
    ],
)
def test_what_is_asked_is_told_from_the_words(taken_in: Taking, body: str, kind: str) -> None:
    assert taken_in(body=body, subject="Hello").kind == kind


PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (PDF, "not an e-mail"),
        (bytes(range(256)) * 40, "not an e-mail"),
        (b"this is no mail at all\nnot even nearly\n", "not an e-mail"),
    ],
)
def test_a_file_that_is_no_mail_opens_no_case_and_says_where_it_is(
    taken_in: Taking, pia: Desk, raw: bytes, why: str
) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        taken_in(raw)

    assert refused.value.sentence.endswith("Nothing was taken in; the file stays where it is.")
    with pia.read() as work:
        assert work.session.scalar(select(func.count()).select_from(AccessRequest)) == 0


AUTOMATIC = [
    ({"Auto_Submitted": "auto-replied", "subject": "Re: My data"}, "automatic reply"),
    ({"subject": "Out of office: back on Monday"}, "automatic reply"),
    ({"Precedence": "bulk", "body": "Read it or unsubscribe here."}, "newsletter"),
    ({"List_Unsubscribe": "<https://example.org/out>", "subject": "Our May news"}, "newsletter"),
    (
        {"sender": "Mail Delivery <MAILER-DAEMON@example.org>", "body": "Delete everything: undelivered."},
        "could not",
    ),
    ({"Return_Path": "<>", "subject": "Undelivered Mail Returned to Sender"}, "could not"),
]


@pytest.mark.parametrize(("parts", "what"), AUTOMATIC)
def test_what_no_person_wrote_opens_no_case(
    taken_in: Taking, pia: Desk, parts: dict[str, str], what: str
) -> None:
    with pytest.raises(NoRequest, match=what):
        taken_in(**{"sender": "News <news@shop.example.org>", **parts})

    with pia.read() as work:
        assert work.session.scalar(select(func.count()).select_from(AccessRequest)) == 0


@pytest.mark.parametrize(
    "parts", [{"List_Id": "<privacy.groups.example.org>"}, {"Auto_Submitted": "no"}, {"Precedence": "normal"}]
)
def test_a_person_whose_mail_came_through_a_group_is_heard(taken_in: Taking, parts: dict[str, str]) -> None:
    assert taken_in(**parts).kind == "access"


def test_automatic_mail_is_taken_in_when_a_person_says_so(pia: Desk, letter: Callable[..., bytes]) -> None:
    with pia.write() as work:
        assert receive(work, letter(Auto_Submitted="auto-replied"), anyway=True).case == 1


@pytest.mark.parametrize(
    ("sender", "finding"),
    [
        ('"nina.okafor@example.com" <eve@example.net>', "written as another address"),
        ("Nina\u200b Okafor <nina.okafor@example.com>", "cannot be seen"),
    ],
)
def test_a_sender_s_line_that_pretends_is_a_finding(taken_in: Taking, sender: str, finding: str) -> None:
    assert any(finding in one for one in taken_in(sender=sender).findings)


def test_a_moderator_may_hand_mail_over_and_an_auditor_may_not(
    signed_in: Callable[[str], Desk], letter: Callable[..., bytes]
) -> None:
    with signed_in("mia").write() as work:
        assert receive(work, letter()).case == 1
    with pytest.raises(NotAllowed), signed_in("aldo").write() as work:
        receive(work, letter())


def test_lists_show_the_sender_masked_and_the_first_due_on_top(
    taken_in: Taking, pia: Desk, clock: object
) -> None:
    first = taken_in()
    clock.forward(days=1)  # type: ignore[attr-defined]  # the shared clock fixture
    second = taken_in(sender="Bea Lind <bea@example.net>")

    with pia.read() as work:
        rows = requests().first(work, 10)
    assert [one.id for one in rows] == [first.case, second.case]
    assert rows[0].who == "N••• O•••••"
    assert rows[0].days_left(rows[0].received_at) == 45


def test_an_auditor_sees_a_case_masked(taken_in: Taking, signed_in: Callable[[str], Desk]) -> None:
    found = taken_in()

    with signed_in("aldo").read() as work:
        seen = case(work, found.case)
    assert "Okafor" not in str(seen)
    assert "nina" not in str(seen)
    assert "copy" not in seen.body
