"""Files as a site would hand them over, of invented people."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PEOPLE = [
    {"id": "u1", "name": "Ines Farkas", "email": "ines@example.org", "role": "buyer", "country": "Portugal"},
    {"id": "u2", "name": "Wei 王", "email": "wei@example.net", "role": "provider", "country": "Kenya"},
]
ENTRY = {"entry_id": "e1", "contest": "Desk", "name": "Ines Farkas", "email": "INES@example.org", "age": ""}


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write rows under the headings of the first one."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_json_lines(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write each row as one object, with its own keys alone."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path
