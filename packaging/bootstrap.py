"""Set Remit up, start it, or test it, with nothing but Python: `python3 packaging/bootstrap.py run`.

It makes `.venv` beside this folder with the exact versions of `constraints.txt`, and installs what Debian's
packages give. It needs Python 3.11 and, on Debian, `python3-venv`; a second start finds all in place.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import checks
import debian
import environment
from environment import Trouble

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)


def setup() -> int:
    """Make everything ready that `run` needs."""
    debian.provide(debian.RUN)
    environment.provide(ROOT, environment.RUN)
    print(f"Ready: {environment.python(ROOT)}", flush=True)
    return 0


def run() -> int:
    """Open the demo desk, or render its pages into `shots/` where there is no screen."""
    setup()
    if has_screen():
        return subprocess.call([environment.python(ROOT), "-m", "gui", "--demo"], cwd=ROOT)
    return render_pages(ROOT / "shots")


def has_screen() -> bool:
    """Tell whether a window can be shown here."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(x) for x in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def render_pages(folder: Path) -> int:
    """Draw every page into PNG files in `folder`."""
    print(f"No screen here: drawing the pages into {folder}", flush=True)
    command = [environment.python(ROOT), "-m", "gui", "--shots", str(folder)]
    status = subprocess.call(command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})
    print(f"{len(list(folder.glob('**/*.png')))} pictures in {folder}", flush=True)
    return status


def test() -> int:
    """Run every check; the exit status is 0 only if all of them passed."""
    debian.provide(debian.RUN + debian.TEST)
    environment.provide(ROOT, environment.TEST)
    return checks.run_all(ROOT, environment.python(ROOT))


VERBS = {"setup": setup, "run": run, "test": test}


def main(arguments: list[str]) -> int:
    """Do one verb; what goes wrong outside of it is told in one sentence."""
    parser = argparse.ArgumentParser(description="Set Remit up, start it, or test it.")
    parser.add_argument(
        "verb", choices=VERBS, help="setup: make ready; run: open the demo desk; test: every check"
    )
    verb = parser.parse_args(arguments).verb
    if sys.version_info < OLDEST_PYTHON:
        return refuse(f"Remit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        return VERBS[verb]()
    except Trouble as trouble:
        return refuse(str(trouble))
    except KeyboardInterrupt:
        return refuse("Stopped, as you asked.")


def refuse(sentence: str) -> int:
    """Say what stands in the way; 1 is the exit status for it."""
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
