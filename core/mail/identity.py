"""Which message it is: on its way a mail's lines are broken anew and its letters encoded otherwise."""

import json
from unicodedata import normalize

from core.mail.matching import folded_address
from core.mail.parsing import Message


def identity_of(message: Message, raw: bytes) -> str:
    """Return a text that two copies of one message have in common, however their bytes differ.

    It joins the Message-ID (RFC 5322 §3.6.4), else the date, with the sender, the subject, the words and the
    files that came along: an id used again with anything else is another message, so that nothing a person
    sent is passed over. Of one without both the bytes count, but for line ends.
    """
    sent = message.message_id or (message.date.isoformat() if message.date else "")
    if not sent:
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")
    told = (message.from_name, message.subject, message.own or message.body)
    sender = [message.from_count, folded_address(message.from_address)]
    files = [one.sha256 for one in message.attachments]
    return json.dumps([sent, *sender, *map(_one_line, told), *files])


def _one_line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())
