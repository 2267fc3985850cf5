"""The one style sheet, filled in from the tokens: what Fusion and the palette do not draw as designed."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import cast

from gui.kit.icons import svg
from gui.kit.tokens import Tokens

Px = Callable[[float], int]
BOLD_STROKE = 2.25


@lru_cache(maxsize=1)
def _pictures() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="remit-pictures-")


@lru_cache(maxsize=64)
def picture(name: str, colour: str) -> str:
    """Return the path of a tinted icon: a style sheet takes its images from files only."""
    path = Path(_pictures().name) / f"{name}-{colour[1:]}.svg"
    path.write_bytes(svg(name, colour, BOLD_STROKE))
    return path.as_posix()


class _Words(dict[str, str]):
    """What stands for a placeholder: a colour, a measure (`px_12`), or a tinted icon (`check__accent`)."""

    def __init__(self, of: Tokens, px: Px) -> None:
        super().__init__()
        self._of, self._px = of, px

    def __missing__(self, word: str) -> str:
        if word.startswith("px_"):
            return str(self._px(int(word[3:])))
        if "__" in word:
            icon, token = word.split("__")
            return picture(icon.replace("_", "-"), str(getattr(self._of, token)))
        return str(getattr(self._of, word))


def style_sheet(of: Tokens, px: Px) -> str:
    """Return the whole sheet for a theme and a text scale."""
    sheet = files("resources").joinpath("themes", "remit.qss").read_text("utf-8")
    return Template(sheet).substitute(cast("Mapping[str, object]", _Words(of, px)))
