"""What the sender wrote this time, apart from the mail it answers; one pass over the lines, however many."""

import re

LONGEST = 200
"""Only so much of a line is looked at, so that no line can make the search slow."""

WROTE = (
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napsal\(?a?\)?"
    r"|пишет|написала?|έγραψε|je napisao|a scris)"
)
OPENERS = r"(?:On|Am|Le|El|Il|Op|Em|Den|Dne|Στις|Dana|În)"
BANNERS = r"(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Forwarded message|Reply message)"

_OPENS = re.compile(rf"(?:>\s*)?{OPENERS}\b|[0-9.: ]{{10,20}}пользователь", re.IGNORECASE)
_WROTE = re.compile(rf"\b{WROTE}.{{0,60}}\Z", re.IGNORECASE | re.DOTALL)
_WROTE_ALONE = re.compile(rf"\S.*[\s,]{WROTE}\s*:\Z", re.IGNORECASE)
_BANNER = re.compile(rf"-{{2,}}\s*{BANNERS}\s*-{{2,}}|_{{20,}}\Z", re.IGNORECASE)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|От кого):", re.IGNORECASE)
_NEXT = re.compile(
    r"[\s>]*\*?(?:Sent|Date|To|Gesendet|Datum|An|Envoyé|Enviado|Inviato|Verzonden|Дата|Кому|Subject):",
    re.IGNORECASE,
)


def own_text(body: str) -> str:
    """Return what the sender wrote: above the quoted mail, or below it if nothing stands above.

    Nothing quoted is in it, so it may be empty: whoever quotes a name has not given it (C25).
    """
    lines = body.split("\n")
    short = [line.strip()[:LONGEST] for line in lines]
    end = _last_quote(short)
    start = next((at for at in range(end) if _quote_starts(short, at)), end)
    above = "\n".join(
        line for line, plain in zip(lines[:start], short[:start], strict=True) if plain[:1] != ">"
    )
    return above.strip() or _below(lines, short, start)


def _last_quote(short: list[str]) -> int:
    """Return where the run of quoted and blank lines at the end begins."""
    at = len(short)
    while at and (not short[at - 1] or short[at - 1].startswith(">")):
        at -= 1
    return at


def _quote_starts(short: list[str], at: int) -> bool:
    line = short[at]
    if _BANNER.match(line) or _attribution(short, at):
        return True
    return bool(_FROM.match(line)) and at + 1 < len(short) and bool(_NEXT.match(short[at + 1]))


def _attribution(short: list[str], at: int) -> int:
    """Return how many lines, from here on, say who wrote what follows; 0 if they do not."""
    line = short[at]
    if _WROTE_ALONE.match(line):
        return 1
    if not _OPENS.match(line):
        return 0
    for size in (1, 2, 3):
        text = " ".join(short[at : at + size])
        if _WROTE.search(text) or ("пользователь" in text and text.endswith(":")):
            return size
    return 0


def _below(lines: list[str], short: list[str], at: int) -> str:
    kept = []
    while at < len(lines) and not _unmarked_quote(short, at):
        size = _attribution(short, at)
        if not size and not short[at].startswith(">"):
            kept.append(lines[at])
        at += size or 1
    return "\n".join(kept).strip()


def _unmarked_quote(short: list[str], at: int) -> bool:
    """Tell whether a quote begins here whose lines bear no mark: where it ends, nobody can say."""
    size = _attribution(short, at)
    if not size:
        return _quote_starts(short, at)
    after = next((short[later] for later in range(at + size, len(short)) if short[later]), ">")
    return not after.startswith(">")
