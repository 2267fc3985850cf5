"""`remit`: the desktop."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

USAGE = 2


def parser() -> argparse.ArgumentParser:
    """Return the command line, as COMMANDS has it."""
    made = argparse.ArgumentParser(
        prog="remit", description="The desk where staff keep a site's privacy promises."
    )
    made.add_argument(
        "desk", nargs="?", type=Path, metavar="DESK", help="a desk's folder; the last used if left out"
    )
    made.add_argument("--demo", action="store_true", help="make (once) and open the demo desk")
    made.add_argument(
        "--database",
        default=os.environ.get("REMIT_DATABASE", ""),
        metavar="URL",
        help="the PostgreSQL server of a desk, as postgresql+psycopg://LOGIN@HOST/NAME",
    )
    made.add_argument(
        "--shots", type=Path, metavar="DIR", help="render every page into PNG files, without a screen"
    )
    made.add_argument(
        "--theme", choices=("light", "dark"), help="light or dark; both for pictures if left out"
    )
    made.add_argument(
        "--size", type=size, default=(1440, 900), metavar="WxH", help="of the pictures: 1440x900"
    )
    made.add_argument(
        "--desk", dest="shots_desk", type=Path, metavar="DESK", help="the desk to take pictures of"
    )
    return made


def size(words: str) -> tuple[int, int]:
    """Read `1440x900`; raises ArgumentTypeError for anything else."""
    width, _, height = words.partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) >= 640 and int(height) >= 480):  # noqa: PLR2004  # the smallest screen
        raise argparse.ArgumentTypeError(f"{words!r} is no size; write it as 1440x900 (at least 640x480).")
    return int(width), int(height)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; returns the exit status."""
    asked = parser().parse_args(arguments)
    if asked.shots is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from gui.shots import take_shots  # noqa: PLC0415  # Qt is imported once the platform is chosen

        return take_shots(asked.shots, asked.theme, asked.size, asked.shots_desk or asked.desk)
    from gui.application import Wanted, run  # noqa: PLC0415  # a wrong call needs no Qt
    from gui.kit.theme import Look  # noqa: PLC0415  # as above

    desk = asked.desk or asked.shots_desk
    return run(Wanted(desk, asked.demo, Look(asked.theme or "system"), "" if desk else asked.database))


if __name__ == "__main__":
    sys.exit(main())
