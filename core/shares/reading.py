"""Reading vendors, agreements and shares from TOML.

A complaint names file, line, key, what stood there and what may stand there.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from core.errors import BadInput
from core.policy.reading import Table, parse
from core.policy.terms import Policy
from core.shares.proposal import (
    FIELDS,
    LONGEST_CONTACT,
    LONGEST_CONTEST,
    LONGEST_COUNTRY,
    LONGEST_REFERENCE,
    LONGEST_TITLE,
    LONGEST_VENDOR,
    AgreementDraft,
    Selection,
    ShareDraft,
    VendorDraft,
    Who,
    purposes_served,
    recipient_kinds,
)
from core.short_names import SPACES, unseen

SCHEMA = 1
LARGEST = 1 << 20
LONGEST_RETURN = 3650


def read_vendor(path: Path, policy: Policy) -> VendorDraft:
    """Read a vendor; raises BadInput."""
    top = _open(path)
    top.only("schema", "name", "kind", "country", "contact")
    kind = top.one_of("kind", recipient_kinds(policy))
    return VendorDraft(
        _words(top, "name", LONGEST_VENDOR),
        kind,
        _line(top, "country", LONGEST_COUNTRY),
        _line(top, "contact", LONGEST_CONTACT),
    )


def read_agreement(path: Path, policy: Policy) -> AgreementDraft:
    """Read an agreement; raises BadInput, also where it lets the vendor pass data on (C14)."""
    top = _open(path)
    top.only(
        "schema", "vendor", "reference", "services", "purposes", "signed_on", "ends_on", "return_days",
        "onward_sharing",
    )  # fmt: skip
    if top.flag("onward_sharing", otherwise=False):
        raise top.wrong(
            "onward_sharing", stood=True, may="it may only be false, for no vendor may pass data on (C14)"
        )
    services = top.some_of("services", policy.services, empty=True)
    return AgreementDraft(
        vendor=_words(top, "vendor", LONGEST_VENDOR),
        reference=_words(top, "reference", LONGEST_REFERENCE),
        services=services,
        purposes=top.some_of("purposes", purposes_served(policy, services)),
        signed_on=top.day("signed_on"),
        return_days=_days(top),
        ends_on=_end(top),
    )


def read_share(path: Path, policy: Policy) -> ShareDraft:
    """Read a proposal; raises BadInput."""
    top = _open(path)
    top.only(
        "schema", "title", "vendor", "agreement", "service", "purpose", "fields", "required", "case", "why",
        "supersedes", "selection",
    )  # fmt: skip
    fields = _once(top, "fields", top.some_of("fields", FIELDS))
    return ShareDraft(
        title=_words(top, "title", LONGEST_TITLE),
        vendor=_words(top, "vendor", LONGEST_VENDOR),
        agreement=_words(top, "agreement", LONGEST_REFERENCE),
        service=top.one_of("service", policy.services) if "service" in top.values else "",
        purpose=top.one_of("purpose", policy.purposes),
        fields=fields,
        selection=_selection(top.table("selection"), policy),
        required=_once(top, "required", top.some_of("required", fields, empty=True)),
        case=_number(top, "case", "the number of a contact record"),
        why=_text(top, "why", 4000),
        supersedes=_number(top, "supersedes", "the number of an earlier share"),
    )


def _open(path: Path) -> Table:
    top = parse(path.name, _text_of(path))
    schema = top.values.get("schema", SCHEMA)
    if schema != SCHEMA:
        raise top.wrong("schema", schema, f"it may be {SCHEMA}, the only schema so far")
    return top


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is too large for such a file.")
        return path.read_text("utf-8")
    except OSError as fault:
        raise BadInput(f"{path.name} could not be read: {fault.strerror}. Check the file's name.") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{path.name} is not UTF-8 text; save it as UTF-8 and try again.") from fault


def _selection(table: Table, policy: Policy) -> Selection:
    who = Who(table.one_of("who", list(Who)))
    if who is Who.ORIGIN:
        table.only("who", "origins")
        return Selection(who, _once(table, "origins", table.some_of("origins", policy.origins)))
    if who is Who.CONTEST:
        table.only("who", "contest")
        return Selection(who, contest=_words(table, "contest", LONGEST_CONTEST))
    table.only("who")
    return Selection(who)


def _words(table: Table, key: str, longest: int) -> str:
    table.words(key)
    return _line(table, key, longest)


def _line(table: Table, key: str, longest: int) -> str:
    """Take a short name, empty where none stands there."""
    name = _text(table, key, longest)
    if fault := unseen(str(table.values.get(key, "")).strip(SPACES)):
        raise table.wrong(key, name, f"it holds {fault}, which may not stand there")
    return name


def _text(table: Table, key: str, longest: int) -> str:
    value = table.values.get(key, "")
    if not isinstance(value, str) or len(value) > longest:
        raise table.wrong(key, value, f"a text in quotes of {longest} characters at most may stand there")
    return value.strip()


def _once(table: Table, key: str, words: Collection[str]) -> tuple[str, ...]:
    if len(set(words)) < len(words):
        raise table.wrong(key, table.values[key], "each may stand there once")
    return tuple(words)


def _number(table: Table, key: str, what: str) -> int | None:
    value = table.values.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise table.wrong(key, value, f"{what} may stand there, without quotes")
    return value


def _days(table: Table) -> int:
    value = table.values.get("return_days")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST_RETURN:
        raise table.wrong(
            "return_days", value, f"a number of days from 0 to {LONGEST_RETURN} must stand there"
        )
    return value


def _end(table: Table) -> date | None:
    if "ends_on" not in table.values:
        return None
    end = table.day("ends_on")
    if end < table.day("signed_on"):
        raise table.wrong("ends_on", end.isoformat(), "it may not lie before signed_on")
    return end
