"""Load a policy document: TOML as `docs/policy.md` describes it."""

import hashlib
from importlib.resources import files
from pathlib import Path

from core.errors import BadInput
from core.policy.reading import Table, parse
from core.policy.rule_reading import Names, read_default, read_rules
from core.policy.terms import (
    Category,
    Condition,
    Kind,
    Origin,
    Policy,
    Purpose,
    RecipientKind,
    Rule,
    Service,
    Unruled,
)

__all__ = [
    "Category",
    "Condition",
    "Kind",
    "Origin",
    "Policy",
    "Purpose",
    "RecipientKind",
    "Rule",
    "Service",
    "Unruled",
    "load_policy",
    "shipped_policy",
]

SCHEMA = 1
SHIPPED = "offshorexperts-2012-12.toml"
FOUR_KINDS = ("traffic", "cookies", "pixel_tags", "contact")
"""What a site collects (C04); any other kind is collected as one of these, or not at all."""


def load_policy(path_or_text: Path | str) -> Policy:
    """Load a policy from a file, or from TOML text (anything with a line break in it).

    Raises:
        BadInput: names the file, the line, the key, what stood there and what may stand there.

    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return _policy(parse("the policy", path_or_text), path_or_text)
    path = Path(path_or_text)
    text = _text_of(path)
    return _policy(parse(path.name, text), text)


def shipped_policy() -> Policy:
    """Load the policy that comes with Remit: offshorexperts.com, December 2012."""
    text = files("resources").joinpath("policies", SHIPPED).read_text(encoding="utf-8")
    return _policy(parse(SHIPPED, text), text)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise BadInput(f"{path.name} could not be read: {fault.strerror}. Check the file's name.") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{path.name} is not UTF-8 text; save it as UTF-8 and try again.") from fault


def _policy(top: Table, text: str) -> Policy:
    top.only(
        "schema", "policy", "clauses", "kinds", "categories", "purposes", "origins", "services", "recipients",
        "default", "rule", "unruled",
    )  # fmt: skip
    if top.values.get("schema") != SCHEMA:
        raise top.wrong("schema", top.values.get("schema"), f"it must be {SCHEMA}, the only schema so far")
    head = top.table("policy")
    head.only("version", "site", "effective", "source")
    clauses = {key: top.table("clauses").words(key) for key in top.table("clauses").values}
    kinds = {key: _kind(key, one) for key, one in top.tables("kinds")}
    purposes = {key: _purpose(key, one, clauses) for key, one in top.tables("purposes")}
    services = {key: _service(key, one, purposes) for key, one in top.tables("services")}
    categories = {key: _category(key, one, kinds) for key, one in top.tables("categories")}
    origins = {key: _origin(key, one, purposes, clauses) for key, one in top.tables("origins")}
    recipients = {key: _recipient(key, one, services, clauses) for key, one in top.tables("recipients")}
    names = Names(clauses, kinds, categories, purposes, origins, recipients)
    return Policy(
        version=head.words("version"),
        site=head.words("site"),
        effective=head.day("effective"),
        source=head.words("source"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        clauses=clauses,
        kinds=kinds,
        categories=categories,
        purposes=purposes,
        origins=origins,
        services=services,
        recipient_kinds=recipients,
        rules=read_rules(top, names),
        default=read_default(top.table("default"), names),
        unruled=tuple(_unruled(one, clauses) for one in top.entries("unruled")),
    )


def _kind(key: str, table: Table) -> Kind:
    table.only("label", "collected_as", "says")
    collected_as = key if key in FOUR_KINDS else table.one_of("collected_as", (*FOUR_KINDS, "nothing"))
    return Kind(key, table.words("label"), collected_as.replace("nothing", ""), table.words("says"))


def _category(key: str, table: Table, kinds: dict[str, Kind]) -> Category:
    table.only("label", "kind", "vocabulary", "personal", "exportable")
    return Category(
        key,
        table.words("label"),
        table.one_of("kind", kinds),
        table.one_of("vocabulary", ("fideslang", "ours")),
        table.flag("personal"),
        table.flag("exportable", otherwise=True),
    )


def _purpose(key: str, table: Table, clauses: dict[str, str]) -> Purpose:
    table.only("label", "group", "communication", "clauses")
    return Purpose(
        key,
        table.words("label"),
        table.words("group"),
        table.flag("communication", otherwise=False),
        table.some_of("clauses", clauses),
    )


def _origin(key: str, table: Table, purposes: dict[str, Purpose], clauses: dict[str, str]) -> Origin:
    table.only("label", "purposes", "clauses")
    allowed = frozenset(table.some_of("purposes", purposes))
    return Origin(key, table.words("label"), allowed, table.some_of("clauses", clauses))


def _service(key: str, table: Table, purposes: dict[str, Purpose]) -> Service:
    table.only("label", "purposes")
    return Service(key, table.words("label"), frozenset(table.some_of("purposes", purposes)))


def _recipient(
    key: str, table: Table, services: dict[str, Service], clauses: dict[str, str]
) -> RecipientKind:
    table.only("label", "third_party", "services", "clauses")
    offered = frozenset(table.some_of("services", services, empty=True))
    label, third_party = table.words("label"), table.flag("third_party")
    return RecipientKind(key, label, third_party, offered, table.some_of("clauses", clauses))


def _unruled(table: Table, clauses: dict[str, str]) -> Unruled:
    table.only("clause", "reason")
    return Unruled(table.one_of("clause", clauses), table.words("reason"))
