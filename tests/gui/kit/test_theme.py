import pytest
from pytestqt.qtbot import QtBot

from gui.kit.theme import Look, system_scale, theme, tokens
from gui.kit.tokens import DARK, LIGHT, Tokens, Tone, contrast

GROUNDS = ("background", "surface", "rail")
PAIRS = (
    *((text, ground) for text in ("text", "text_2") for ground in GROUNDS),
    *(("text_3", ground) for ground in ("background", "surface")),
    *((text, "selection") for text in ("text", "text_2", "accent")),
    *((text, "hover") for text in ("text", "text_2")),
    *((text, "surface") for text in ("accent", "good", "warn", "bad", "info")),
    *((text, "background") for text in ("accent", "bad", "good", "warn")),
    ("accent_text", "accent"),
    ("accent_text", "accent_over"),
    ("bad", "on_bad"),
    ("surface", "bad"),
    ("text", "mark"),
    ("text_2", "border"),
    ("text_2", "on_neutral"),
)


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(of: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(of, text), getattr(of, ground)) >= 4.5


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read(of: Tokens, tone: Tone) -> None:
    assert contrast(*of.tone(tone)) >= 4.5


@pytest.mark.parametrize("of", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_stands_out_from_every_ground(of: Tokens) -> None:
    assert all(contrast(of.accent, getattr(of, ground)) >= 3 for ground in GROUNDS)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_an_asked_look_wins_over_the_system() -> None:
    theme().apply(Look.DARK)
    assert tokens() is DARK
    theme().toggle()
    assert tokens() is LIGHT


def test_the_text_scale_widens_measures_and_type() -> None:
    theme().apply(Look.LIGHT, 1.5)
    assert theme().px(40) == 60
    assert theme().font(13).pixelSize() == 20
    assert system_scale() >= 1


def test_what_is_worn_already_is_not_put_on_again(qtbot: QtBot) -> None:
    theme().apply(Look.LIGHT, 1.0)
    with qtbot.assertNotEmitted(theme().changed):
        theme().apply(Look.LIGHT, 1.0)
    with qtbot.waitSignal(theme().changed):
        theme().apply(Look.DARK, 1.0)
    theme().apply(Look.LIGHT, 1.0)
