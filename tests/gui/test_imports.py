"""Pages are imported on a thread while the window is drawn: no part of Qt may be imported first there."""

import subprocess
import sys

IMPORTS = """
import sys
import gui.application
from gui.pages import PAGES, warm
parts = lambda: {one for one in sys.modules if one.startswith("PySide6.")}
before = parts()
warm(PAGES)
print(sorted(parts() - before))
"""


def test_the_pages_need_no_part_of_qt_that_the_window_has_not_loaded() -> None:
    """PySide6 fills in the classes of a part it imports; beside the screen's thread that crashed."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=False)  # noqa: S603  # our own
    assert (done.stdout, done.stderr) == ("[]\n", "")
