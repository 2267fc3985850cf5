r"""Text in a cell: what a sheet cannot hold is shown as `\x01`, and reads back exactly.

Two steps, each undone by `meant`:

- Characters that XML has no place for (controls other than tab, line feed and carriage return, lone
  surrogates, U+FFFE, U+FFFF) become `\xHH` or `\uHHHH`. In a cell where such a sequence stands, and in no
  other, each backslash of the text itself is doubled; so `C:\new` stays `C:\new`.
- `_x0041_` means A to a spreadsheet program (ECMA-376 part 1, 22.9.2.19), so text that happens to look like
  that has its first underscore written as `_x005F_`.
"""

import re

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN = re.compile(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}")
_STEP = re.compile(r"\\\\|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")
_TAKEN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_GIVEN = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")

CELL_LIMIT = 32_767
"""Excel's longest cell, in UTF-16 code units."""


def shown(text: str) -> str:
    """Return the text as a sheet can hold it."""
    if _NOT_XML.search(text) or _SHOWN.search(text):
        text = _NOT_XML.sub(_visible, text.replace("\\", "\\\\"))
    return _TAKEN.sub("_x005F_", text) if "_x" in text else text


def meant(cell: str) -> str:
    """Return the text that `shown` was given."""
    cell = _GIVEN.sub("_", cell)
    return _STEP.sub(_hidden, cell) if _SHOWN.search(cell) else cell


def width(text: str) -> int:
    """Return a text's length as Excel counts it (UTF-16 code units)."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """Cut a text so that each part, once shown, fits one cell; joined again they are the text."""
    found = []
    while text:
        size = limit
        while width(shown(text[:size])) > limit:
            size -= max(1, size // 8)
        found.append(text[:size])
        text = text[size:]
    return found or [""]


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - one byte or two


def _hidden(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else "\\"
