"""Reading a rule file: every complaint names file, line, rule and key, what stood there and what may."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import re2

from core.errors import BadInput
from core.text.folding import fold
from core.text.matchers import compiled, pattern_matcher
from core.text.patterns import UnsupportedError
from core.text.reasons import reason, reasons
from core.text.rule_set import Rule, RuleSet
from core.text.toml_lines import Table, TomlLines
from core.toml import NotToml, read_toml

TEXTS = ("id", "title", "reason", "clause")
LISTS = ("words", "phrases", "patterns", "fields", "unless", "must_hit", "must_not_hit")
KEYS = (*TEXTS, "weight", *LISTS)
HEAVIEST = 100
LARGEST_FILE = 5 << 20
LONGEST_PATTERN = 2000
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLAUSE = re.compile(r"C(0[1-9]|1\d|2\d)")


def text_and_name(source: Path | str) -> tuple[str, str]:
    """Return a rule file's text and the name that complaints give it; raises BadInput."""
    if isinstance(source, str):
        return source, "the rules"
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{source.name} is larger than 5 MB; a file of rules is not.")
        return source.read_text("utf-8-sig"), source.name
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror or 'no such file'}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name} is not UTF-8 text: byte {error.start + 1:,} is none.") from error


def read_rules(text: str, file: str) -> RuleSet:
    """Read and check a whole rule set; raises BadInput."""
    try:
        told = read_toml(text)
    except NotToml as error:
        raise BadInput(f"{file} is not TOML: {error}.") from error
    return _Reader(told, file, TomlLines(text)).rule_set()


class _Reader:
    """One file being read; `_table` is the rule at hand."""

    def __init__(self, told: Mapping[str, Any], file: str, lines: TomlLines) -> None:
        self._told = told
        self._file = file
        self._lines = lines
        self._table: Table = ("", 0)
        self._rule = ""

    def rule_set(self) -> RuleSet:
        for key in self._told:
            if key not in {"name", "version", "rules"}:
                self._refuse(key, f"there is no key {key!r}; there are name, version and [[rules]]")
        name, version = self._text(self._told, "name"), self._text(self._told, "version")
        rules = self._told.get("rules")
        if not isinstance(rules, list) or not rules:
            self._refuse("rules", "there are no [[rules]]; at least one must stand there")
        read = tuple(self._read(one, number) for number, one in enumerate(rules, 1))
        self._refuse_twins([rule.id for rule in read])
        return RuleSet(name, version, read)

    def _read(self, told: Any, number: int) -> Rule:
        self._table = ("rules", number)
        self._rule = f"rule {number}"
        if not isinstance(told, dict):
            self._refuse("rules", f"{told!r} stands where a [[rules]] table should")
        self._rule += f" ({told.get('id', 'without an id')})"
        for key in told:
            if key not in KEYS:
                self._refuse(key, f"there is no key {key!r}; there are {', '.join(KEYS)}")
        values: dict[str, Any] = {key: self._text(told, key) for key in TEXTS}
        values |= {key: self._list(told, key) for key in LISTS}
        rule = Rule(weight=self._weight(told), **values)
        self._check(rule)
        return rule

    def _text(self, told: Mapping[str, Any], key: str) -> str:
        value = told.get(key)
        if not isinstance(value, str) or not value.strip():
            self._refuse(key, f"{key} is {_shown(value)}; it must be a text")
        return value

    def _list(self, told: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = told.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self._refuse(key, f"{key} is {_shown(value)}; it must be a list of texts")
        return tuple(value)

    def _weight(self, told: Mapping[str, Any]) -> int:
        value = told.get("weight")
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= HEAVIEST:
            self._refuse("weight", f"weight is {_shown(value)}; it may be 1 to {HEAVIEST}")
        return value

    def _check(self, rule: Rule) -> None:
        if not _ID.fullmatch(rule.id):
            self._refuse("id", f"id is {rule.id!r}; it may be small letters and digits joined by hyphens")
        if reason(rule.reason) is None:
            codes = ", ".join(one.code for one in reasons())
            self._refuse("reason", f"reason is {rule.reason!r}; it may be {codes}")
        if not _CLAUSE.fullmatch(rule.clause):
            self._refuse("clause", f"clause is {rule.clause!r}; it may be C01 to C29")
        if not (rule.words or rule.phrases or rule.patterns):
            self._refuse("", "it has neither words nor patterns nor phrases, so it could never hit")
        for key in ("patterns", "unless"):
            for pattern in getattr(rule, key):
                self._check_pattern(key, pattern)
        self._check_terms(rule)

    def _check_terms(self, rule: Rule) -> None:
        for key in ("words", "phrases"):
            for term in getattr(rule, key):
                if not fold(term).text.strip():
                    self._refuse(key, f"{term!r} has no visible letter, so it could never hit", term)

    def _check_pattern(self, key: str, pattern: str) -> None:
        if len(pattern) > LONGEST_PATTERN:
            self._refuse(
                key, f"a pattern has {len(pattern):,} characters; {LONGEST_PATTERN:,} may stand there"
            )
        try:
            matcher = pattern_matcher(pattern)
            expression = compiled(matcher.source)
        except UnsupportedError as error:
            place = f"{error.name} at character {error.place} of {pattern!r}"
            self._refuse(key, f"{place} is not supported; what RE2 knows may stand there", pattern)
        except (re2.error, UnicodeEncodeError) as error:
            self._refuse(key, f"{pattern!r} is no RE2 pattern: {_plain(error)}", pattern)
        if expression.fullmatch(b""):
            self._refuse(
                key, f"{pattern!r} matches even an empty text; at least one letter must stand there", pattern
            )

    def _refuse_twins(self, ids: list[str]) -> None:
        seen: set[str] = set()
        for number, one in enumerate(ids, 1):
            if one in seen:
                self._table, self._rule = ("rules", number), f"rule {number}"
                self._refuse("id", f"the id {one!r} stands at another rule already; each needs its own")
            seen.add(one)

    def _refuse(self, key: str, what: str, item: str = "") -> NoReturn:
        line = self._lines.of_item(self._table, key, item) if item else self._lines.of_key(self._table, key)
        places = [self._file, f"line {line}" if line else "", self._rule, key]
        raise BadInput(f"{', '.join(one for one in places if one)}: {what}.")


def _shown(value: object) -> str:
    return "missing" if value is None else f"{value!r:.80}"


def _plain(error: Exception) -> str:
    first = error.args[0] if error.args else "it cannot be compiled"
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
