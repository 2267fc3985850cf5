"""Lucide icons, tinted in the theme's colours and kept as pixmaps."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.kit.theme import tokens

STROKE = 1.75
SCALES = (1, 2, 3)


def svg(name: str, colour: str, stroke: float = STROKE) -> bytes:
    """Return an icon's drawing in one colour; raises FileNotFoundError for a name that is not bundled."""
    drawing = files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")
    tinted = drawing.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return tinted.encode()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = 18, scale: float = 1.0) -> QPixmap:
    """Draw an icon once per colour, size and screen scale."""
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def icon(name: str, colour: str | None = None, size: int = 18) -> QIcon:
    """Return an icon for a button or a menu; text colour of the theme unless told otherwise."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, colour or tokens().text_2, size, scale))
        made.addPixmap(pixmap(name, tokens().text_3, size, scale), QIcon.Mode.Disabled)
    return made
