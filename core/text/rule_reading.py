"""Reading a rule file: every complaint names the file, the rule, the key, what stood there and what may."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import re2

from core.errors import BadInput
from core.text.reasons import reason, reasons

TEXTS = ("id", "title", "reason", "clause")
LISTS = ("words", "patterns", "fields", "unless", "must_hit", "must_not_hit")
CLAUSES = ("C21", "C24")
HEAVIEST = 100
UNSUPPORTED = (
    (re.compile(r"\(\?<[=!]"), "look-behind"),
    (re.compile(r"\(\?[=!]"), "look-ahead"),
    (re.compile(r"\\[1-9]|\(\?P="), "a back-reference"),
    (re.compile(r"\(\?>|[*+?}]\+"), "a possessive or atomic group"),
    (re.compile(r"\(\?\("), "a conditional"),
    (re.compile(r"\(\?R\)|\(\?&"), "recursion"),
)
"""Ours, not a user's: these patterns look at the text of a rule, to name what RE2 does not have."""


def text_and_name(source: Path | str) -> tuple[str, str]:
    """Return a rule file's text and the name that complaints give it."""
    if isinstance(source, str):
        return source, "the rules"
    try:
        return source.read_text("utf-8"), source.name
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{source.name} cannot be read as UTF-8 text.") from error


def read_rules(text: str, file: str) -> dict[str, Any]:
    """Return name, version and rules, every value checked; raises BadInput."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file} is not TOML: {error}.") from error
    for key in ("name", "version"):
        if not isinstance(told.get(key), str):
            raise BadInput(f"{file}: {key} is {told.get(key)!r}; it must be a text.")
    rules = told.get("rules")
    if not isinstance(rules, list) or not rules:
        raise BadInput(f"{file}: there are no [[rules]].")
    checked = [_checked(one, place, file) for place, one in enumerate(rules, 1)]
    _refuse_twins([one["id"] for one in checked], file)
    return {"name": told["name"], "version": told["version"], "rules": checked}


def refuse_unsupported(pattern: str, where: str) -> None:
    """Raise BadInput, by name and place, for what RE2 cannot do or cannot read."""
    for syntax, name in UNSUPPORTED:
        if found := syntax.search(pattern):
            raise BadInput(
                f"{where}: {name} at character {found.start() + 1} of {pattern!r} is not supported."
            )
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        raise BadInput(f"{where}: {pattern!r} is no RE2 pattern: {_plain(error)}.") from error


def _checked(told: Any, place: int, file: str) -> dict[str, Any]:
    where = f"{file}, rule {place}"
    if not isinstance(told, dict):
        raise BadInput(f"{where}: {told!r} stands where a table of keys should.")
    where = f"{where} ({told.get('id', 'without an id')})"
    _refuse_unknown_keys(told, where)
    for key in TEXTS:
        if not isinstance(told.get(key), str) or not told[key]:
            raise BadInput(f"{where}: {key} is {told.get(key)!r}; it must be a text.")
    for key in LISTS:
        _check_list(told, key, where)
    _check_meaning(told, where)
    return told


def _refuse_unknown_keys(told: Mapping[str, Any], where: str) -> None:
    known = (*TEXTS, "weight", *LISTS)
    for key in told:
        if key not in known:
            raise BadInput(f"{where}: there is no key {key!r}; there are {', '.join(known)}.")


def _check_list(told: Mapping[str, Any], key: str, where: str) -> None:
    value = told.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadInput(f"{where}: {key} is {value!r}; it must be a list of texts.")


def _check_meaning(told: Mapping[str, Any], where: str) -> None:
    if reason(told["reason"]) is None:
        codes = ", ".join(one.code for one in reasons())
        raise BadInput(f"{where}: reason is {told['reason']!r}; it may be {codes}.")
    if told["clause"] not in CLAUSES:
        raise BadInput(f"{where}: clause is {told['clause']!r}; it may be {' or '.join(CLAUSES)}.")
    weight = told.get("weight")
    if not isinstance(weight, int) or isinstance(weight, bool) or not 1 <= weight <= HEAVIEST:
        raise BadInput(f"{where}: weight is {weight!r}; it may be 1 to {HEAVIEST}.")
    if not told.get("words") and not told.get("patterns"):
        raise BadInput(f"{where}: it has neither words nor patterns, so it could never hit.")
    for key in ("patterns", "unless"):
        for pattern in told.get(key, []):
            refuse_unsupported(pattern, f"{where}, {key}")


def _refuse_twins(ids: list[str], file: str) -> None:
    twins = sorted({one for one in ids if ids.count(one) > 1})
    if twins:
        raise BadInput(f"{file}: the id {twins[0]!r} stands at more than one rule.")


def _plain(error: Exception) -> str:
    first = error.args[0] if error.args else "it cannot be compiled"
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
