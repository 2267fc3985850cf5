"""How a file's headings come to be fields: suggested from the headings, or told by a TOML file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import tomli_w

from core.errors import BadInput
from core.intake.shapes import SHAPES, STANDS_FOR, Kind, Shape
from core.toml import NotToml, read_toml

PER_ROW = ("external_id", "email", "full_name")
"""Fields that no constant can give: every row has its own."""


@dataclass(frozen=True)
class ColumnMapping:
    """From field to heading; `constants` give a field the same value in every row that has none of its own.

    `rest` are the headings kept beside the fields, under their own names; all others are left out.
    """

    kind: Kind
    fields: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    rest: tuple[str, ...] = ()

    def value(self, row: Mapping[str, str], name: str) -> str:
        """Return a field's text in this row, empty where the file has none."""
        text = row.get(self.fields.get(name, ""), "")
        return text if text and not text.isspace() else self.constants.get(name, text)

    def taken(self, row: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return all that it takes of a row: the fields' texts, and what is kept under its own heading."""
        fields = {name: self.value(row, name) for name in SHAPES[self.kind].fields}
        return fields, {heading: row[heading] for heading in self.rest if row.get(heading)}

    def with_constants(self, told: Mapping[str, str]) -> "ColumnMapping":
        """Return the mapping with further constants; a row's own value still goes before them."""
        return replace(self, constants={**self.constants, **told})

    def with_assigned(self, told: Mapping[str, str]) -> "ColumnMapping":
        """Return the mapping with values in place of whatever the row has."""
        left = {name: heading for name, heading in self.fields.items() if name not in told}
        return replace(self, fields=left, constants={**self.constants, **told})

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of what it says; in which order does not matter."""
        said = [self.kind, dict(self.fields), dict(self.constants), sorted(self.rest)]
        return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def as_toml(self) -> str:
        """Write the mapping as `load_mapping` reads it."""
        content = {"kind": self.kind.value, "fields": dict(self.fields), "constants": dict(self.constants)}
        return tomli_w.dumps(content | {"rest": list(self.rest)})


def mapping_as_kept(kind: Kind, text: str) -> ColumnMapping:
    """Read a mapping that `as_toml` wrote; raises BadInput when it cannot be read any more."""
    try:
        told = read_toml(text)
        return ColumnMapping(kind, told["fields"], told["constants"], tuple(told["rest"]))
    except (NotToml, LookupError) as error:
        raise BadInput("The mapping kept with the row cannot be read; take its file in again.") from error


def suggest_mapping(kind: Kind, headings: Sequence[str]) -> ColumnMapping:
    """Match headings to fields, exact names first, each heading once; the others are the rest."""
    shape = SHAPES[kind]
    free = {plain_heading(one): one for one in reversed(headings)}
    fields: dict[str, str] = {}
    for name, usual in shape.headings.items():
        match = next((plain for plain in (name, *usual) if plain in free), None)
        if match:
            fields[name] = free.pop(match)
    taken = set(fields.values())
    return ColumnMapping(kind, fields, rest=tuple(one for one in headings if one not in taken))


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: lower case, words joined by one underscore."""
    words = "".join(one if one.isalnum() else " " for one in heading.casefold()).split()
    return "_".join(words)


def load_mapping(path: Path, kind: Kind, headings: Sequence[str]) -> ColumnMapping:
    """Read a mapping; raises BadInput naming the file, the key, what stood there and what may."""
    try:
        told = read_toml(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} cannot be read.") from error
    except NotToml as error:
        raise BadInput(f"{path.name} is not TOML: {error}.") from error
    shape = SHAPES[kind]
    _check_kind(path, told, kind)
    fields = _texts(path, told, "fields")
    constants = _texts(path, told, "constants")
    _check_names(path, shape, [*fields, *constants])
    _check_constants(path, constants)
    rest = _rest(path, told)
    _check_headings(path, [*fields.values(), *rest], headings)
    return ColumnMapping(kind, fields, constants, rest)


def missing_fields(mapping: ColumnMapping) -> list[str]:
    """List the required fields that no heading and no constant gives."""
    given = {*mapping.fields, *mapping.constants}
    given |= {name for name, other in STANDS_FOR.items() if other in given}
    return [name for name in SHAPES[mapping.kind].required if name not in given]


def _texts(path: Path, told: Mapping[str, object], key: str) -> dict[str, str]:
    table = told.get(key, {})
    if not isinstance(table, dict) or not all(isinstance(one, str) for one in table.values()):
        raise BadInput(f'{path.name}: [{key}] holds {table!r}; it needs lines like field = "heading".')
    return table


def _rest(path: Path, told: Mapping[str, object]) -> tuple[str, ...]:
    rest = told.get("rest", [])
    if not isinstance(rest, list) or not all(isinstance(one, str) for one in rest):
        raise BadInput(f'{path.name}: rest holds {rest!r}; it needs a list of headings, ["heading", …].')
    return tuple(rest)


def _check_kind(path: Path, told: Mapping[str, object], kind: Kind) -> None:
    if told.get("kind", kind.value) != kind.value:
        raise BadInput(f"{path.name}: kind is {told['kind']!r}, but {kind.value} are being taken in.")


def _check_names(path: Path, shape: Shape, names: Sequence[str]) -> None:
    for name in names:
        if name not in shape.headings:
            raise BadInput(f"{path.name}: there is no field {name!r}; there are {', '.join(shape.fields)}.")


def _check_constants(path: Path, constants: Mapping[str, str]) -> None:
    for name in PER_ROW:
        if name in constants:
            raise BadInput(f"{path.name}: [constants] holds {name}, which is another in every row.")


def _check_headings(path: Path, wanted: Sequence[str], headings: Sequence[str]) -> None:
    for heading in wanted:
        if heading not in headings:
            raise BadInput(f"{path.name}: the file has no heading {heading!r}; it has {', '.join(headings)}.")
