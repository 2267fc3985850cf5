from pathlib import Path

import pytest

from core.mail.parsing import parse_message
from core.mail.requests import RequestKind, kind_of, kind_of_text

FILED_AS = {
    "access": RequestKind.access,
    "erasure": RequestKind.deletion,
    "rectification": RequestKind.correction,
    "objection": RequestKind.objection,
    "admonition": RequestKind.other,
    "complaint": RequestKind.other,
}


@pytest.mark.parametrize("half", [0, 1])
def test_real_letters_in_twelve_languages_are_told_apart(shared_data: Path, half: int) -> None:
    letters = sorted((shared_data / "5_audit_dsr" / "datenanfragen" / "templates").rglob("*.txt"))
    chosen = letters[half::2]
    right = sum(kind_of_text(path.read_text()) is FILED_AS[path.stem.split("-")[0]] for path in chosen)
    assert right / len(chosen) >= 0.95


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please send me a copy of all the information you hold about me.", RequestKind.access),
        ("What do you have on me?", RequestKind.access),
        ("Please delete my account and all my data.", RequestKind.deletion),
        ("My phone number is wrong, please change it.", RequestKind.correction),
        ("Please unsubscribe me from your newsletter.", RequestKind.opt_out),
        ("Stop sending me these offers", RequestKind.opt_out),
        ("I object to the use of my data for advertising.", RequestKind.objection),
        ("When do you open on Monday?", RequestKind.other),
        ("", RequestKind.other),
    ],
)
def test_short_plain_requests_are_told_apart(text: str, kind: RequestKind) -> None:
    assert kind_of_text(text) is kind


def test_a_quoted_mail_does_not_decide_what_is_asked() -> None:
    raw = b"From: ana@example.com\n\nThank you!\n\nOn Monday, Bo wrote:\n> Please delete my data\n"
    assert kind_of(parse_message(raw)) is RequestKind.other
