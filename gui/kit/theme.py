"""Light or dark: the tokens in force, Qt's palette made from them, and one signal when they change."""

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.kit.fonts import font, load_fonts, metrics
from gui.kit.tokens import BODY, DARK, LIGHT, Tokens


class Look(StrEnum):
    """What the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


STANDARD_DPI = 96


class Theme(QObject):
    """The one theme of the running program; use `theme()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look.SYSTEM
        self.tokens: Tokens = LIGHT
        self.scale = 1.0
        self._dressed: tuple[Tokens, float] | None = None

    def apply(self, look: Look, scale: float | None = None) -> None:
        """Dress the whole program; `scale` is the text scale, the system's unless given.

        Nothing is done, or told, where the program wears that already: to dress it again takes 15 ms.
        """
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        load_fonts()
        self.look = look
        self.tokens = DARK if _wants_dark(look) else LIGHT
        self.scale = scale or system_scale()
        if self._dressed != (self.tokens, self.scale):
            self._dress(app)
            self.changed.emit()

    def toggle(self) -> None:
        """Go from light to dark or back."""
        self.apply(Look.LIGHT if self.tokens.dark else Look.DARK, self.scale)

    def px(self, pixels: float) -> int:
        """Return a measure at the text scale in force."""
        return round(pixels * self.scale)

    def font(self, pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the screen's font at a size that follows the text scale."""
        return font(self.px(pixels), weight)

    def metrics(self, pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFontMetrics:
        """Return the measures of `font` at the same size."""
        return metrics(self.px(pixels), weight)

    def _dress(self, app: QApplication) -> None:
        from gui.kit.style_sheet import style_sheet  # noqa: PLC0415  # the sheet is drawn from this theme

        if self._dressed is None:
            app.setStyle(QStyleFactory.create("Fusion"))
        self._dressed = (self.tokens, self.scale)
        app.setFont(self.font())
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style_sheet(self.tokens, self.px))


@lru_cache(maxsize=1)
def theme() -> Theme:
    """Return the program's theme."""
    return Theme()


def tokens() -> Tokens:
    """Return the colours in force."""
    return theme().tokens


def px(pixels: float) -> int:
    """Return a measure at the text scale in force."""
    return theme().px(pixels)


@lru_cache(maxsize=128)
def colour(value: str) -> QColor:
    """Return a token as Qt's colour, made once."""
    return QColor(value)


def system_scale() -> float:
    """Return the system's text scale: its logical dots per inch against the standard 96."""
    return max(1.0, round(QGuiApplication.primaryScreen().logicalDotsPerInch() / STANDARD_DPI, 2))


def _wants_dark(look: Look) -> bool:
    if look is Look.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return look is Look.DARK


def palette(of: Tokens) -> QPalette:
    """Make Qt's palette from the tokens."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: of.background, role.WindowText: of.text, role.Base: of.surface, role.Text: of.text,
        role.AlternateBase: of.background, role.Button: of.surface, role.ButtonText: of.text,
        role.Highlight: of.accent, role.HighlightedText: of.accent_text, role.Accent: of.accent,
        role.PlaceholderText: of.text_3, role.ToolTipBase: of.surface, role.ToolTipText: of.text,
        role.Link: of.accent, role.LinkVisited: of.accent, role.Mid: of.border, role.Dark: of.border,
        role.Light: of.surface, role.Midlight: of.hover, role.Shadow: of.border, role.BrightText: of.bad,
    }  # fmt: skip
    made = QPalette()
    for one, value in pairs.items():
        made.setColor(one, colour(value))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, colour(of.text_3))
    return made
