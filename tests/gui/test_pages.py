import subprocess
import sys

from gui.kit.page_spec import PageSpec
from gui.pages import PAGES, make, warm

ALL_WARM = """
import sys
from gui.pages import PAGES, warm
assert not any(one.make.module in sys.modules for one in PAGES), "a page was imported before it was needed"
warm(PAGES)
sys.exit(not all(one.make.module in sys.modules for one in PAGES))
"""


def test_pages_are_imported_by_warming_and_not_before() -> None:
    told = subprocess.run(  # noqa: S603  # our own Python
        [sys.executable, "-c", ALL_WARM], check=False, capture_output=True, text=True
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_a_page_that_cannot_be_imported_keeps_no_other_from_being_warm() -> None:
    broken = PageSpec("broken", "Broken", "inbox", "page:broken", make("gui.no_such_page", "Page"))
    warm([broken, *PAGES])
    assert all(isinstance(one.make, make) and one.make.module in sys.modules for one in PAGES)
