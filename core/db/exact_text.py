"""Text that PostgreSQL keeps to the character: it has no room for U+0000, which texts that come in can hold.

U+FDD0 is a noncharacter, set aside by Unicode for a program's own use (Unicode 23.7). It stands for itself
followed by 1, and for U+0000 followed by 0, so that each text comes back exactly.
"""

from typing import Any

from psycopg import Connection
from psycopg.types.string import StrDumperUnknown, TextLoader
from typing_extensions import override

NUL, MARK = "\0", "\ufdd0"
MARK_BYTES = MARK.encode()


def escaped(value: str) -> str:
    """Return the text as it is stored."""
    if NUL in value or MARK in value:
        return value.replace(MARK, MARK + "1").replace(NUL, MARK + "0")
    return value


def restored(value: str) -> str:
    """Return the text as it came."""
    return value.replace(MARK + "0", NUL).replace(MARK + "1", MARK) if MARK in value else value


class _ExactDumper(StrDumperUnknown):
    @override
    def dump(self, obj: str) -> Any:
        return super().dump(escaped(obj))


class _ExactLoader(TextLoader):
    @override
    def load(self, data: Any) -> Any:
        return restored(super().load(data))  # type: ignore[arg-type]  # the client's encoding is UTF-8, so never bytes


def keep_text_exact(connection: Connection[Any]) -> None:
    """Have this connection store and read every text to the character."""
    connection.adapters.register_dumper(str, _ExactDumper)
    for kind in ("text", "varchar", "bpchar"):
        connection.adapters.register_loader(kind, _ExactLoader)
