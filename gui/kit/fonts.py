"""Inter, bundled, with the system's Noto fonts behind it for the scripts that Inter lacks."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

FAMILY = "Inter"
FALLBACKS = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Naskh Arabic",
    "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Color Emoji", "sans-serif",
)  # fmt: skip
WEIGHTS = ("400Regular", "500Medium", "600SemiBold", "700Bold")


def load_fonts() -> None:
    """Make the bundled weights known to Qt; twice does no harm."""
    if FAMILY in QFontDatabase.families():
        return
    for weight in WEIGHTS:
        data = files("resources").joinpath("fonts", f"Inter_{weight}.ttf").read_bytes()
        QFontDatabase.addApplicationFontFromData(data)


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Return the families to try, in order, of those that this machine has."""
    known = set(QFontDatabase.families())
    return (FAMILY, *(name for name in FALLBACKS if name in known or name == "sans-serif"))


@lru_cache(maxsize=64)
def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the screen's font at a size in pixels; made once, for it is asked for in every cell."""
    made = QFont(list(families()))
    made.setPixelSize(pixels)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def metrics(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
    """Return the measures of a font, made once."""
    return QFontMetrics(font(pixels, weight))
