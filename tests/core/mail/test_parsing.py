import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.mail.html_text import text_of_html
from core.mail.parsing import Message, parse_message
from core.mail.quoting import own_text

PLAIN = b"""From: Ana Lima <ana@example.com>\r
To: privacy@example.org\r
Reply-To: other@example.net\r
Subject: My data\r
Date: Wed, 04 Mar 2026 05:06:07 +0000\r
Message-ID: <one@example.com>\r
\r
Hello,\r
what do you have about me?\r
"""


def test_a_plain_message_is_read_whole() -> None:
    assert parse_message(PLAIN) == Message(
        from_name="Ana Lima",
        from_address="ana@example.com",
        from_count=1,
        reply_to="other@example.net",
        to=("privacy@example.org",),
        subject="My data",
        date=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        message_id="one@example.com",
        body="Hello,\nwhat do you have about me?",
        own="Hello,\nwhat do you have about me?",
        attachments=(),
        problems=(),
    )


@pytest.mark.parametrize(
    "raw", [b"", b" \r\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"Just a note.\n\nBye\n"]
)
def test_what_is_no_mail_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        parse_message(raw)
    assert refused.value.sentence.endswith((".", ")."))


@pytest.mark.parametrize(
    ("header", "name", "address", "count"),
    [
        (
            b"From: =?utf-8?q?Zo=C3=AB?= =?utf-8?b?IE3DvGxsZXI=?= <zoe@example.com>",
            "Zoë Müller",
            "zoe@example.com",
            1,
        ),
        (b"From: Zo\xc3\xab <zoe@example.com>", "Zoë", "zoe@example.com", 1),
        (b"From: Jos\xe9 <jose@example.com>", "José", "jose@example.com", 1),
        (b"From  : Ana <ana@example.com>", "Ana", "ana@example.com", 1),
        (b"From: ana@example.com, eve@example.net", "", "ana@example.com", 2),
        (b"From: ana@example.com\r\nFrom: eve@example.net", "", "ana@example.com", 2),
        (b"From: =?no-such-charset?q?Ana?= <ana@example.com>", "Ana", "ana@example.com", 1),
        (b"From: =?utf-8?b?!!!?= <ana@example.com>", "", "ana@example.com", 1),
        (b'From: "Lima,\r\n Ana" <ana@example.com>', "Lima, Ana", "ana@example.com", 1),
        (b"From:", "", "", 1),
        (b"X: y", "", "", 0),
    ],
)
def test_senders_are_read_however_they_are_written(
    header: bytes, name: str, address: str, count: int
) -> None:
    message = parse_message(header + b"\r\nTo: privacy@example.org\r\n\r\nHello\r\n")
    assert (message.from_name, message.from_address, message.from_count) == (name, address, count)


def test_a_message_with_two_senders_says_that_neither_can_be_believed() -> None:
    message = parse_message(b"From: ana@example.com\nFrom: eve@example.net\n\nHello\n")
    assert any("2 senders" in problem for problem in message.problems)


def test_of_two_alternatives_the_plain_text_is_taken_and_files_are_listed() -> None:
    raw = (
        b'From: ana@example.com\nContent-Type: multipart/mixed; boundary="m"\n\n'
        b'--m\nContent-Type: multipart/alternative; boundary="a"\n\n'
        b"--a\nContent-Type: text/plain; charset=utf-8\n\nplain words\n"
        b"--a\nContent-Type: text/html\n\n<p>html words</p>\n--a--\n"
        b"--m\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="../passport.pdf"\n\nYWJj\n--m--\n'
    )
    message = parse_message(raw)
    assert message.body == "plain words"
    (file,) = message.attachments
    assert (file.name, file.type, file.size) == (".._passport.pdf", "application/pdf", 3)


def test_html_becomes_words_and_nothing_else() -> None:
    head = "<head><title>t</title><style>p{}</style></head>"
    html = (
        head + "<body><p>Hello&nbsp;<b>Ana</b></p><script>x()</script><blockquote>old<br>words</blockquote>"
    )
    assert text_of_html(html) == "Hello Ana\n\n> old\n> words"


@given(st.text(max_size=300))
def test_any_text_as_html_gives_text(html: str) -> None:
    assert isinstance(text_of_html(html), str)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_message_or_a_sentence(raw: bytes) -> None:
    for start in (b"", b"From: ana@example.com\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"):
        try:
            assert isinstance(parse_message(start + raw), Message)
        except BadInput as refused:
            assert refused.sentence  # noqa: PT017 - either outcome is right, a third is not


def test_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    raw = b"From: ana@example.com\n"
    for depth in range(1500):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    message = parse_message(raw)
    assert message.from_address == "ana@example.com"
    assert message.problems


HOSTILE = (
    "(" * 5000,
    "a:" * 5000,
    "(" * 400 + ")" * 400 + " <eve@example.net>",
    "Eve <eve@example.net>, " * 5000,
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["From", "Reply-To", "To"])
def test_a_field_that_nobody_can_read_leaves_the_others_readable(field: str, value: str) -> None:
    others = [one for one in ("From", "Reply-To", "To") if one != field]
    head = "".join(f"{one}: Ana Lima <ana@example.com>\r\n" for one in others)
    message = parse_message(f"{field}: {value}\r\n{head}\r\nHello\r\n".encode())
    read = {"From": message.from_address, "Reply-To": message.reply_to, "To": "".join(message.to)}

    assert {one: read[one] for one in others} == dict.fromkeys(others, "ana@example.com")
    assert "eve" not in read[field]
    assert message.body == "Hello"


def test_a_field_that_was_not_read_is_a_problem() -> None:
    message = parse_message(b"From: " + b"(" * 5000 + b"\nReply-To: " + b"a" * 20_000 + b"\n\nHello\n")

    assert [one for one in message.problems if "not read" in one] == [
        "Its field From is too long or too deeply nested, so it was not read.",
        "Its field Reply-To is too long or too deeply nested, so it was not read.",
    ]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Type: text/plain" + b";" * 2_000_000,
        b"Content-Type: text/plain; charset=" + b"u" * 2_000_000,
        b"Content-Disposition: attachment" + b"; a=b" * 400_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 150_000,
    ],
)
def test_no_field_makes_the_reading_slow(head: bytes) -> None:
    start = time.process_time()
    parse_message(b"From: ana@example.com\n" + head + b"\n\nHello\n")

    assert time.process_time() - start < 5


@pytest.mark.parametrize("field", ["From", "Reply-To", "To"])
def test_no_number_of_fields_makes_the_reading_slow(field: str) -> None:
    head = b"From: ana@example.com\n" + (field.encode() + b": " + b"<@a," * 4000 + b"\n") * 300
    start = time.process_time()
    message = parse_message(head + b"\nHello\n")

    assert time.process_time() - start < 2
    assert message.from_address == "ana@example.com"
    assert message.from_count == (301 if field == "From" else 1)
    assert f"fields {field} are too many or too long" in "".join(message.problems)


@pytest.mark.parametrize(
    "html",
    [
        "<a ",
        "<!--",
        "<a b='",
        "<?",
        "</",
        "<!",
        "<svg></title>",
        "<svg>",
        "</script",
        "<a b='<'>",
        "<" + "b " * 3000 + ">",
    ],
)
def test_no_html_makes_the_reading_slow(html: str) -> None:
    start = time.process_time()
    text_of_html(html * (300_000 // len(html)))

    assert time.process_time() - start < 5


def test_what_is_tamed_in_html_leaves_its_words() -> None:
    html = "3 < 4 <!-- gone > --><b>Ana<!--[if mso]><p>no</p><![endif]--></b><!-- never closed"
    long = "<img src='data:image/png;base64," + "A" * 20_000 + "'>"

    assert text_of_html(html) == "3 < 4 Ana<!-- never closed"
    assert text_of_html(f"<p>Hello {long}Ana</p>") == "Hello Ana"


def test_every_real_message_gives_a_message_or_a_sentence(shared_data: Path) -> None:
    seen = 0
    for path in sorted((shared_data / "2_emails").rglob("*")):
        if path.is_file() and path.suffix not in {".json", ".yml"}:
            try:
                parse_message(path.read_bytes())
            except BadInput as refused:
                assert path.suffix != ".eml", refused.sentence  # noqa: PT017 - every .eml must be read
            seen += 1
    assert seen > 400


def expected(parsed: Path) -> tuple[str, str, str, str]:
    content = json.loads(parsed.read_text())
    headers = {str(header["name"]): header["value"] for header in content["parts"][0]["headers"]}
    sender = headers.get("from", {}).get("Address", {}) if isinstance(headers.get("from"), dict) else {}
    boxes = sender.get("List") or [box for group in sender.get("Group", []) for box in group["addresses"]]
    box = boxes[0] if boxes else {}
    subject = headers.get("subject")
    bodies = [content["parts"][part]["body"] for part in content["text_body"]]
    texts = [body["Text"] if "Text" in body else text_of_html(body.get("Html", "")) for body in bodies]
    return (
        box.get("address") or "",
        box.get("name") or "",
        subject.get("Text", "") if isinstance(subject, dict) else "",
        "\n".join(texts),
    )


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_most_published_parses_agree(shared_data: Path) -> None:
    agreed = [0, 0, 0, 0]
    paths = sorted((shared_data / "2_emails" / "stalwart_mail_parser" / "eml").rglob("*.eml"))
    for path in paths:
        message = parse_message(path.read_bytes())
        found = (message.from_address, message.from_name, message.subject, message.body)
        pairs = zip(expected(path.with_suffix(".json")), found, strict=True)
        agreed = [
            count + (plain(want) == plain(got)) for count, (want, got) in zip(agreed, pairs, strict=True)
        ]
    assert len(paths) == 107
    address, name, subject, body = agreed
    assert address >= 105
    assert name >= 105
    assert subject >= 100
    assert body >= 86


def test_replies_give_what_their_sender_wrote(shared_data: Path) -> None:
    for path in sorted((shared_data / "2_emails" / "talon" / "standard_replies").glob("*.eml")):
        own = parse_message(path.read_bytes()).own
        assert own.startswith("Hello"), path.name
        assert "Hi" not in own, path.name


@pytest.mark.parametrize(
    "body",
    ["On " * 50_000, "On a\n" * 40_000, ">\n" * 40_000 + "x", "> \n\n" * 30_000 + "x", "From: a\n" * 40_000],
)
def test_no_body_makes_the_search_for_quotes_slow(body: str) -> None:
    start = time.process_time()
    own_text(body)
    assert time.process_time() - start < 3


def test_a_text_without_quote_is_all_its_senders_own() -> None:
    assert (
        own_text("Hello,\n3 > 2 is a sign I like\nand on we go\n")
        == "Hello,\n3 > 2 is a sign I like\nand on we go"
    )


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("> Dear Nina Okafor,\n> your file", ""),
        ("On Monday, the site wrote:\n> Dear Nina Okafor,\n", ""),
        ("On Monday, the site wrote:\n\nDear Nina Okafor,\nyour file", ""),
        ("-----Original Message-----\nFrom: the site\nTo: me\n\nDear Nina Okafor,", ""),
        ("From: the site\nSent: Monday\n\nDear Nina Okafor,", ""),
        ("It is me.\n> Dear Nina Okafor,\n> is it you?\nSend it.", "It is me.\nSend it."),
        ("On Monday, the site wrote:\n> Dear Nina Okafor,\n\nSend it.", "Send it."),
        ("On Monday, the site wrote:\n> Dear\n\nSend it.\n-- Forwarded message --\nNina Okafor", "Send it."),
        ("Send it.\n\nOn Monday, the site wrote:\nDear Nina Okafor,", "Send it."),
    ],
)
def test_nothing_quoted_is_among_a_senders_own_words(body: str, own: str) -> None:
    assert own_text(body) == own


@pytest.mark.parametrize(
    "quoted",
    [
        "<blockquote>Dear Nina Okafor</blockquote>",
        "<blockquote>\n  <span>Dear Nina Okafor</span>\n</blockquote>",
        "<blockquote><table><tr><td> <b>Dear</b> Nina Okafor</td></tr></table></blockquote>",
        "<blockquote><p>Dear</p> <i>Nina Okafor</i></blockquote>",
    ],
)
def test_a_block_quoted_in_html_is_quoted_line_by_line(quoted: str) -> None:
    lines = [one for one in text_of_html(f"<p>Send it.</p>{quoted}").splitlines()[1:] if one]

    assert lines
    assert all(one.startswith("> ") for one in lines), lines


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape"])
def test_half_a_character_that_a_charset_spells_is_replaced(charset: str) -> None:
    body = {"utf-7": b"+2AA- hello", "unicode_escape": rb"\ud800 hello"}[charset]
    raw = b"From: ann@example.com\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\n" + body
    assert parse_message(raw).body == "\ufffd hello"
