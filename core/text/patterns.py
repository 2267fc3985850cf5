r"""Reading a rule's pattern: what RE2 lacks is refused by name and place, the rest made fit for folded text.

Letters are folded as the texts are, `\w` and `\s` know all of Unicode, and a `\b` at the very start or end
means "not in the middle of a word" in any script; a `\b` inside stays RE2's own and knows ASCII alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

from core.text.characters import fold_character

WORD = r"\pL\pM\pN_"
SPACE = r"\s\x0b\x{85}\pZ"
_LONGER = {"w": WORD, "s": SPACE}

_GROUPS = (
    ("?=", "look-ahead"), ("?!", "negative look-ahead"), ("?<=", "look-behind"),
    ("?<!", "negative look-behind"), ("?>", "an atomic group"), ("?(", "a condition"), ("?#", "a comment"),
    ("?|", "a branch reset"), ("?P=", "a back-reference"), ("?P>", "recursion"), ("?R", "recursion"),
    ("?&", "recursion"), ("*", "a control verb"),
)  # fmt: skip
_ESCAPES = {
    "k": "a back-reference", "g": "a back-reference", "C": "a single byte", "K": "a match reset",
    "G": "the end of the last match", "Z": "\\Z (RE2 writes \\z)", "X": "a grapheme",
    "R": "a line break of any kind",     "h": "\\h (write [ \\t])",
} | dict.fromkeys("123456789", "a back-reference")  # fmt: skip


class UnsupportedError(Exception):
    """Something in a pattern that cannot be had: its name and its place, counted from 1."""

    def __init__(self, name: str, place: int) -> None:
        super().__init__(f"{name} at character {place}")
        self.name = name
        self.place = place


@dataclass(frozen=True)
class Pattern:
    """A pattern for folded text; `left` and `right` tell where it must not stand in the middle of a word."""

    source: str
    left: bool = False
    right: bool = False


class Token(NamedTuple):
    """A piece of a pattern: a literal, an escape, a class's literal, or syntax."""

    kind: str
    text: str
    place: int


def read_pattern(written: str) -> Pattern:
    """Make a pattern fit for folded text; raises UnsupportedError for what RE2 lacks."""
    tokens = list(_tokens(normalize("NFC", written)))
    if _has_alternatives(tokens):
        return Pattern("".join(map(_fit, tokens)))
    left = bool(tokens) and tokens[0].text == r"\b"
    right = len(tokens) > 1 and tokens[-1].text == r"\b"
    inner = tokens[1 if left else 0 : len(tokens) - 1 if right else None]
    return Pattern("".join(map(_fit, inner)), left, right)


def _has_alternatives(tokens: list[Token]) -> bool:
    depth = 0
    for token in tokens:
        if token.kind == "syntax":
            depth += (token.text[0] == "(") - (token.text == ")")
            if token.text == "|" and depth == 0:
                return True
    return False


def _fit(token: Token) -> str:
    if token.kind == "literal" and not token.text.isascii():
        folded = fold_character(token.text)
        return folded if len(folded) == 1 else f"(?:{folded})"
    if token.kind == "member" and not token.text.isascii():
        folded = fold_character(token.text)
        if len(folded) != 1:
            raise UnsupportedError(f"{token.text!r} (it folds to {folded!r}) inside brackets", token.place)
        return folded
    if token.kind == "escape" and token.text[1:] in _LONGER:
        return f"[{_LONGER[token.text[1]]}]"
    if token.kind == "escaped member" and token.text[1:] in _LONGER:
        return _LONGER[token.text[1]]
    return rf"[^{WORD}]" if (token.kind, token.text) == ("escape", r"\W") else token.text


def _tokens(pattern: str) -> Iterator[Token]:
    at, inside, opened, repeated = 0, False, 0, False
    while at < len(pattern):
        token = _member(pattern, at, first=at == opened) if inside else _token(pattern, at)
        _refuse_possessive(token, repeated=repeated)
        repeated = token.kind == "repeat"
        yield token
        at += len(token.text)
        if token.kind == "syntax" and token.text in {"[", "[^"}:
            inside, opened = True, at
        elif inside and token.kind == "syntax":
            inside = False


def _refuse_possessive(token: Token, *, repeated: bool) -> None:
    if repeated and token.text == "+":
        raise UnsupportedError("a possessive repetition", token.place)


def _token(pattern: str, at: int) -> Token:
    one = pattern[at]
    if one == "\\":
        return _escape(pattern, at, "escape")
    if one == "(":
        return _group(pattern, at)
    if one == "[":
        return Token("syntax", "[^" if pattern[at + 1 : at + 2] == "^" else "[", at + 1)
    if one in "*+?":
        return Token("repeat", one, at + 1)
    if one == "{":
        return _counted(pattern, at)
    return Token("syntax" if one in "|)^$." else "literal", one, at + 1)


def _counted(pattern: str, at: int) -> Token:
    end = pattern.find("}", at)
    count = pattern[at : end + 1]
    counts = end > 0 and count[1:-1].replace(",", "", 1).isdecimal()
    return Token("repeat", count, at + 1) if counts else Token("literal", "{", at + 1)


def _group(pattern: str, at: int) -> Token:
    for syntax, name in _GROUPS:
        if pattern.startswith(syntax, at + 1):
            raise UnsupportedError(name, at + 1)
    if pattern[at + 1 : at + 2] != "?":
        return Token("syntax", "(", at + 1)
    end = at + 2
    while end < len(pattern) and pattern[end] not in ":>)":
        end += 1
    if not pattern[at + 2 : end + 1].startswith(("P<", "<")) and not set(pattern[at + 2 : end]) <= set(
        "imsU-"
    ):
        raise UnsupportedError(f"({pattern[at + 1 : end + 1]}", at + 1)
    head = pattern[at : end + 1]
    return Token("flags" if head.endswith(")") else "syntax", head, at + 1)


def _escape(pattern: str, at: int, kind: str) -> Token:
    one = pattern[at + 1 : at + 2]
    if name := _ESCAPES.get(one):
        raise UnsupportedError(name, at + 1)
    end = at + 2
    if one == "Q":
        raise UnsupportedError(r"quoting with \Q (put a \ before each character)", at + 1)
    if one in {"p", "P", "x"} and pattern[end : end + 1] == "{":
        end = pattern.find("}", end) + 1 or len(pattern)
    elif one in {"p", "P"}:
        end += 1
    elif one == "x":
        end += 2
    return Token(kind, pattern[at:end], at + 1)


def _member(pattern: str, at: int, *, first: bool) -> Token:
    one = pattern[at]
    if one == "\\":
        return _escape(pattern, at, "escaped member")
    if one == "]" and not first:
        return Token("syntax", "]", at + 1)
    if pattern.startswith("[:", at) and (end := pattern.find(":]", at)) > 0:
        return Token("escaped member", pattern[at : end + 2], at + 1)
    return Token("member", one, at + 1)
