"""The virtual screen on which the window tests run."""

import os
import subprocess
import sys

import pytest
from display import virtual_display

SCREEN = """
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
screen = application.primaryScreen()
print(application.platformName(), screen.size().width(), screen.size().height(), screen.depth())
"""


@pytest.mark.window
def test_a_window_finds_a_screen_of_the_designed_size_in_full_colour() -> None:
    with virtual_display() as variables:
        said = subprocess.run(
            [sys.executable, "-c", SCREEN],
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=True,
        )
    assert said.stdout.split() == ["xcb", "1440", "900", "24"]


@pytest.mark.window
def test_the_virtual_screen_is_gone_afterwards() -> None:
    with virtual_display() as variables:
        pass
    ask = ["xdotool", "getdisplaygeometry"]
    assert subprocess.run(ask, env=os.environ | variables, capture_output=True, check=False).returncode != 0
