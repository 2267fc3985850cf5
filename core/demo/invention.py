"""Inventing people and texts, the same ones for the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from unicodedata import normalize

from core.toml import read_toml

BAD_SHARE = 0.12
"""How many of the postings break a rule on purpose."""

OFFER_SHARE = 0.25


@cache
def words() -> Mapping[str, Any]:
    """Return the invented words that ship with Remit."""
    return read_toml((files("resources") / "demo" / "words.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Invented:
    """One invented person, as the marketplace knows them."""

    number: int
    name: str
    email: str
    country: str
    company: str
    role: str
    phone: str

    @property
    def user(self) -> str:
        """The id of their account."""
        return f"u{self.number:05d}"


class Inventor:
    """Invents from one seed; the order of calls decides what comes."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311  # invention, not secrecy

    def person(self, number: int) -> Invented:
        """Invent a person; the number keeps addresses apart."""
        given, family = self.dice.choice(words()["given"]), self.dice.choice(words()["family"])
        local = _ascii(f"{given}.{family}") or "member"
        return Invented(
            number,
            f"{given} {family}",
            f"{local}.{number}@{self.dice.choice(words()['hosts'])}",
            self.dice.choice(words()["countries"]),
            self.dice.choice(words()["companies"]),
            self.dice.choice(("provider", "buyer")),
            f"+1 202 555 {number % 10000:04d}",
        )

    def posting(self) -> dict[str, str]:
        """Invent a posting's category, title and body; about one in eight breaks a rule."""
        throw = self.dice.random()
        kind = "bad" if throw < BAD_SHARE else "offers" if throw < BAD_SHARE + OFFER_SHARE else "postings"
        pattern = self.dice.choice(words()[kind])
        return {"category": pattern["category"], **self._filled(pattern, "title", "body")}

    def text(self, kind: str, heading: str) -> dict[str, str]:
        """Invent a message, problem, comment or request."""
        return self._filled(self.dice.choice(words()[kind]), heading, "body")

    def one_of(self, choices: Sequence[Any]) -> Any:
        """Choose one."""
        return self.dice.choice(choices)

    def _filled(self, pattern: Mapping[str, Any], heading: str, body: str) -> dict[str, str]:
        slots = {
            "skill": self.dice.choice(words()["skills"]),
            "place": self.dice.choice(words()["places"]),
            "budget": self.dice.choice(words()["budgets"]),
            "length": self.dice.choice(words()["lengths"]),
            "country": self.dice.choice(words()["countries"]),
        }
        head = self.dice.choice(pattern[heading])
        return {heading: head.format(**slots), body: pattern[body].format(**slots)}


def _ascii(name: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(one for one in plain if one.isalnum() or one == ".").strip(".")
