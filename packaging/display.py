"""An X server of our own for tests that need a real window."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping

from environment import Trouble

SCREEN = "1440x900x24"  # the size the pages are designed for, in the colours of a real screen
SECONDS = 20


@contextlib.contextmanager
def virtual_display() -> Iterator[dict[str, str]]:
    """Start Xvfb and a window manager; yields the variables that lead a program to them."""
    with contextlib.ExitStack() as stack:
        variables = {"DISPLAY": f":{start_server(stack)}", "QT_QPA_PLATFORM": "xcb"}
        stack.enter_context(running(["openbox"], env=os.environ | variables))
        wait_for_window_manager(variables)
        yield variables


def start_server(stack: contextlib.ExitStack) -> str:
    """Let Xvfb take a free display; it writes the number when it takes clients."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    stack.enter_context(running(command, pass_fds=(writing,)))
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as answer:
        return answer.readline().strip() or no_display("Xvfb ended before it took a display")


@contextlib.contextmanager
def running(
    command: list[str], env: Mapping[str, str] | None = None, pass_fds: tuple[int, ...] = ()
) -> Iterator[None]:
    """A program that is stopped when the block ends."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, pass_fds=pass_fds, stdout=silent, stderr=silent) as program:
        try:
            yield
        finally:
            program.terminate()


def wait_for_window_manager(variables: dict[str, str]) -> None:
    """Return as soon as a window manager answers."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        ask = ["xdotool", "get_num_desktops"]
        if subprocess.run(ask, env=os.environ | variables, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    no_display(f"no window manager answered within {SECONDS} s")


def no_display(why: str) -> str:
    """Say why window tests cannot run here."""
    raise Trouble(f"The virtual screen for the window tests could not be started: {why}.")
