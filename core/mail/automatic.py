"""Mail that no person wrote by hand: bounces, automatic replies, mass mail (RFC 3834, RFC 3464, RFC 2369)."""

import re
from collections.abc import Mapping
from email.message import Message as Parsed
from enum import StrEnum

from core.mail.headers import addresses, decoded_words, raw_fields

_BULK = re.compile(r"bulk|list|junk", re.IGNORECASE)
_REPLY_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_LIST_FIELDS = ("list-unsubscribe", "list-id", "list-post", "feedback-id")
_SYSTEM = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@.*", re.IGNORECASE)
_AWAY = re.compile(
    r"(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheit|automatische antwort"
    r"|r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|resposta autom[áa]tica)\b",
    re.IGNORECASE,
)
_BOUNCED = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed)|returned mail"
    r"|mail delivery (?:failed|subsystem)|failure notice)\b",
    re.IGNORECASE,
)


class Automatic(StrEnum):
    """What kind of mail it is that no person wrote by hand."""

    bounce = "bounce"
    reply = "reply"
    bulk = "bulk"


IN_WORDS: Mapping[Automatic, str] = {
    Automatic.bounce: "a notice that a message could not be delivered",
    Automatic.reply: "an automatic reply",
    Automatic.bulk: "a newsletter or another mass mailing",
}


def automatic_kind(parsed: Parsed) -> Automatic | None:
    """Tell by its header fields what kind of automatic mail it is; None when a person seems to write."""
    if _is_bounce(parsed):
        return Automatic.bounce
    if _is_reply(parsed):
        return Automatic.reply
    precedence = " ".join(raw_fields(parsed, "precedence"))
    listed = any(raw_fields(parsed, name) for name in _LIST_FIELDS)
    return Automatic.bulk if listed or _BULK.search(precedence) else None


def _is_bounce(parsed: Parsed) -> bool:
    senders = [address for _, address in addresses(raw_fields(parsed, "from"))]
    by_system = any(_SYSTEM.fullmatch(one) for one in senders)
    content = " ".join(raw_fields(parsed, "content-type")).casefold()
    if content.startswith("multipart/report"):
        return "feedback-report" not in content
    nobody = "<>" in raw_fields(parsed, "return-path")
    return bool(by_system or (nobody and _BOUNCED.match(_subject(parsed))))


def _is_reply(parsed: Parsed) -> bool:
    submitted = " ".join(raw_fields(parsed, "auto-submitted")).casefold()
    if submitted and not submitted.startswith("no"):
        return True
    said = [
        *raw_fields(parsed, "precedence"),
        *(value for name in _REPLY_FIELDS for value in raw_fields(parsed, name)),
    ]
    return any(one.casefold() in {"auto_reply", "yes", "true"} for one in said) or bool(
        _AWAY.match(_subject(parsed))
    )


def _subject(parsed: Parsed) -> str:
    return " ".join(decoded_words(one) for one in raw_fields(parsed, "subject")[:1])
