"""What a message asks for, guessed from its words in twelve languages; the officer confirms it."""

import re
import unicodedata
from enum import StrEnum

from core.mail.parsing import Message

LOOKED_AT = 4000


class RequestKind(StrEnum):
    """What a person asks (C20, C25, C26, C27); `other` is all else, reminders and complaints too."""

    access = "access"
    deletion = "deletion"
    correction = "correction"
    opt_out = "opt_out"
    objection = "objection"
    other = "other"


ARTICLE = r"(?:article|artikel|articolo|articulo|artigo|articolul|art\.?|clank(?:u|om)|αρθρο|cl\.)"


def _article(number: int) -> str:
    """Return the words that name an article of the GDPR, which most such letters cite."""
    return rf"{ARTICLE}\s*{number}\b"


WORDS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.access: (
        _article(15),
        r"subject access",
        r"right of access",
        r"access (?:to )?(?:my|all|the) (?:personal )?(?:data|information)",
        r"(?:copy|copies) of (?:my|all|the|any) (?:personal )?(?:data|information)",
        r"access request",
        r"(?:requesting|request|want|get|have) access",
        r"what (?:personal )?(?:data|information|do you)",
        r"(?:data|information|everything|what) (?:that )?(?:you|do you) (?:have|hold|store|keep)",
        r"\bauskunft",
        r"demander? l.acces",
        r"solicit\w* acces",
        r"richie\w+ (?:l.)?accesso",
        r"om (?:toegang|inzage)",
        r"προσβαση",
        r"o pristup",
        r"zahtijevam pristup",
        r"tillgang till",
    ),
    RequestKind.deletion: (
        _article(17),
        r"\b(?:delet|eras)(?:e|ion|ing|ure)\b",
        r"right to be forgotten",
        r"remove (?:me|my|all)",
        r"\bloschung|\bloschen",
        r"suppression|supprimer",
        r"eliminacion|suprim|borr(?:ar|ado)",
        r"cancellazione|cancellate",
        r"verwijder",
        r"apagamento|apagu?e|exclu(?:ir|sao)",
        r"vymaz",
        r"brisanj|izbris",
        r"διαγραφη",
        r"sterge",
        r"radera",
    ),
    RequestKind.correction: (
        _article(16),
        r"rectif",
        r"\bcorrect(?:ion|ing)?\b(?! (?:answer|me))",
        r"(?:wrong|inaccurate|outdated|misspel\w+)\b",
        r"(?:update|change) my (?:name|address|data|details|e-?mail|phone)",
        r"berichtig",
        r"retific",
        r"rettific",
        r"\boprav",
        r"ispravlj|ispravak",
        r"διορθω",
        r"rattelse",
    ),
    RequestKind.opt_out: (
        r"unsubscri",
        r"opt(?:ing|ed)?[ -]?out",
        r"no (?:more|longer)\b.{0,40}(?:mail|newsletter|advert|offer)",
        r"stop (?:sending|mailing|e-?mailing|contacting|the newsletter)",
        r"take me off",
        r"\babmeld|\babbestell",
        r"desabonn|desinscri",
        r"darme de baja",
        r"disiscri",
        r"uitschrijv|afmelden",
        r"odhlasit",
        r"dezabon",
    ),
    RequestKind.objection: (
        _article(21),
        r"\bobject(?:ing|ion)?\b (?:to|against)",
        r"widerspruch|widerspreche",
        r"m.oppose|opposer",
        r"me opongo",
        r"mi oppongo",
        r"\bbezwaar",
        r"namitku",
        r"\bprotivim",
        r"\boponho",
        r"αντιτασσομαι|εναντιων",
    ),
    RequestKind.other: (
        r"(?:complain[st]?\b|beschwerde\w*|\bstiznost|καταγγελι|\breclam|plainte|\bklacht|prituzb|klagomal)",
        r"reminder|admonition|i sent you a request|habe ich ihnen|zaslal|εστειλα|envoye une|envie una",
        r"ho inviato|heb ik (?:u|een)|enviei|poslao|skickade",
    ),
}
_PATTERNS = {kind: re.compile("|".join(words)) for kind, words in WORDS.items()}


def kind_of(message: Message) -> RequestKind:
    """Guess what a message asks, from its subject and its own words: what is asked first counts."""
    return kind_of_text(f"{message.subject}\n{message.own}")


def kind_of_text(text: str) -> RequestKind:
    """Guess what a text asks: the kind whose words come first; `other` when there are none."""
    folded = _folded(text[:LOOKED_AT])
    found = {kind: hit.start() for kind, pattern in _PATTERNS.items() if (hit := pattern.search(folded))}
    return min(found, key=lambda kind: found[kind], default=RequestKind.other)


def _folded(text: str) -> str:
    wide = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in wide if not unicodedata.combining(letter)).split())
