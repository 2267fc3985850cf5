"""What a message asks for, guessed from its words in twelve languages; the officer confirms it."""

import re
import unicodedata

from core.mail.asking import HELD, WORDS
from core.mail.kinds import RequestKind
from core.mail.parsing import Message

__all__ = ["RequestKind", "kind_of", "kind_of_text"]

LOOKED_AT = 4000
_PATTERNS = {kind: re.compile("|".join(words)) for kind, words in WORDS.items()}
_HELD, _END = re.compile("|".join(HELD)), re.compile(r"[.?!](?: |$)")


def kind_of(message: Message) -> RequestKind:
    """Guess what a message asks, from its subject and its own words: what is asked first counts.

    Where all is quoted, the quoted words are what there is to guess from.
    """
    return kind_of_text(f"{message.subject}. \n{message.own or message.body}")


def kind_of_text(text: str) -> RequestKind:
    """Guess what a text asks: the kind whose words come first; `other` when there are none.

    Words that only name the data held count from the end of their sentence, so that another wish in it wins.
    """
    folded = _folded(text[:LOOKED_AT])
    found = {kind: hit.start() for kind, pattern in _PATTERNS.items() if (hit := pattern.search(folded))}
    if held := _HELD.search(folded):
        access = found.get(RequestKind.access, len(folded) + 1)
        found[RequestKind.access] = min(access, _end_of_sentence(folded, held.end()))
    return min(found, key=lambda kind: found[kind], default=RequestKind.other)


def _end_of_sentence(text: str, at: int) -> int:
    found = _END.search(text, at)
    return found.start() if found else len(text)


def _folded(text: str) -> str:
    wide = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in wide if not unicodedata.combining(letter)).split())
