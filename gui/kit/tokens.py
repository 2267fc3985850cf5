"""The design's tokens: every colour and measure of the screen, in one place."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour says; a word or an icon always says it too."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, as `#rrggbb`. `on_…` is the ground that the same name is read on."""

    dark: bool
    background: str
    surface: str
    rail: str
    border: str
    control: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_over: str
    accent_text: str
    selection: str
    hover: str
    good: str
    on_good: str
    warn: str
    on_warn: str
    bad: str
    on_bad: str
    info: str
    on_info: str
    on_neutral: str
    mark: str
    bar: str
    thumb: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """Return the text and the ground of a tone."""
        return {
            Tone.NEUTRAL: (self.text_2, self.on_neutral),
            Tone.INFO: (self.info, self.on_info),
            Tone.GOOD: (self.good, self.on_good),
            Tone.WARN: (self.warn, self.on_warn),
            Tone.BAD: (self.bad, self.on_bad),
        }[tone]


LIGHT = Tokens(
    dark=False,
    background="#f6f7f9", surface="#ffffff", rail="#f0f2f5", border="#e1e4ea", control="#cdd2dc",
    text="#171a21", text_2="#525a6b", text_3="#676f80",
    accent="#3452d9", accent_over="#2a45c0", accent_text="#ffffff", selection="#e8ecfc", hover="#eef0f4",
    good="#12734a", on_good="#e0f4ea", warn="#8a5300", on_warn="#fdf0d5", bad="#b3261e", on_bad="#fce8e6",
    info="#2450b0", on_info="#e1ebfd", on_neutral="#e9ebf0", mark="#ffe9a8", bar="#cdd2dc", thumb="#cdd2dc",
)  # fmt: skip

DARK = Tokens(
    dark=True,
    background="#13151a", surface="#1a1d24", rail="#16181e", border="#2a2e38", control="#3a3f4b",
    text="#eceef2", text_2="#a9b0be", text_3="#868e9e",
    accent="#7c96ff", accent_over="#93a9ff", accent_text="#13151a", selection="#242b45", hover="#20242c",
    good="#6fd6a3", on_good="#17332a", warn="#f0bf6a", on_warn="#3a2d15", bad="#ff9c94", on_bad="#43211f",
    info="#8fb4ff", on_info="#1c2a4a", on_neutral="#262a33", mark="#57471a", bar="#3a3f4b", thumb="#3a3f4b",
)  # fmt: skip

BODY, CAPTION, HEADING, TITLE, FIGURE = 13, 11, 15, 20, 26
"""Text sizes in pixels at text scale 1."""

ROW, ROW_COMPACT, CONTROL, CHIP, RAIL, HEADER_ROW = 40, 32, 32, 28, 232, 34
"""Heights of rows and controls, and the rail's width, in pixels at text scale 1."""

SMALLEST_WINDOW = (1024, 640)
RAIL_NARROW, WIDE_WINDOW = 64, 1200
"""The rail's width in a window narrower than the second: its icons alone, so that tables have room."""

RADIUS, RADIUS_CARD = 6, 8


LINEAR_BELOW = 0.04045
"""Where sRGB's curve begins (IEC 61966-2-1)."""


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2, relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
