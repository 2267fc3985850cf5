from pathlib import Path

import pytest

from core.mail.parsing import parse_message
from core.mail.requests import RequestKind, kind_of, kind_of_text

MOST_WRONG = 0.15
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


HELD_OUT = {
    RequestKind.access: (
        "Under your policy I am entitled to see what is on my file; please send it to me.",
        "Would you kindly mail me every piece of information you have gathered about me?",
        "Please send me my data",
        "Requesting all records you hold under the name Obi Nwosu.",
        "Agradeço que me enviem uma cópia de todos os meus dados.",
        "¿Qué datos míos guardan ustedes?",
        "Bitte senden Sie mir alle zu meiner Person gespeicherten Daten.",
        "Je voudrais une copie de toutes mes données, s'il vous plaît.",
    ),
    RequestKind.deletion: (
        "I'm done here. Please erase my account with everything in it.",
        "Can you have my details removed from the site?",
        "Please delete the data you hold about me.",
        "Por favor apague a minha conta.",
        "Ruego que supriman todos mis datos.",
        "Löschen Sie bitte alles, was Sie über mich gespeichert haben.",
        "Supprimez mon compte, s'il vous plaît.",
    ),
    RequestKind.correction: (
        "You have my birthday wrong.",
        "Could you update our company address?",
        "There's a typo in my surname.",
        "O meu telefone está errado.",
        "Corrijan mi nombre, por favor.",
        "Mein Name ist falsch geschrieben.",
        "Veuillez rectifier mon adresse.",
    ),
    RequestKind.opt_out: (
        "Enough with the offers, take me off your list.",
        "Please don't email me about promotions any more.",
        "I want out of the newsletter: unsubscribe me.",
        "Não quero receber mais publicidade.",
        "No quiero recibir su boletín.",
        "Ich will keine Werbung mehr bekommen.",
        "Je ne veux plus recevoir vos courriels.",
    ),
    RequestKind.other: (
        "My payment for project 12 is late.",
        "Where is the button to post an offer?",
        "Could you send me the rules of the contest?",
        "Happy new year to the whole team!",
        "The page gives an error when I log in.",
        "Wann wird mein Projekt freigeschaltet?",
        "Merci pour votre réponse.",
    ),
}
"""Sentences in five languages, written after the patterns and never used to tune them."""


def test_plain_sentences_never_seen_before_are_told_apart() -> None:
    told = [(kind, text, kind_of_text(text)) for kind, texts in HELD_OUT.items() for text in texts]
    wrong = [one for one in told if one[0] is not one[2]]

    assert len(wrong) <= len(told) * MOST_WRONG, wrong


def test_a_plain_question_is_never_taken_for_a_request() -> None:
    assert {kind_of_text(text) for text in HELD_OUT[RequestKind.other]} == {RequestKind.other}
