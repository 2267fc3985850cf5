"""The README's calls without a screen, pasted into a shell as they stand."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the README's calls are for a shell")
def test_the_readme_s_calls_run_as_they_stand(tmp_path: Path) -> None:
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (block,) = [one for one in blocks if "remitctl demo" in one]
    calls = [line for line in block.splitlines() if not line.startswith(". .venv")]
    smaller = "\n".join(["set -e", *calls]).replace("--postings 2000", "--postings 60")
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    done = subprocess.run(  # noqa: S603  # our own README
        ["bash", "-c", smaller],  # noqa: S607  # the reader's own shell
        cwd=tmp_path,
        env=plain | {"HOME": str(tmp_path), "PATH": programs},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert '"read": 1, "stored": 1' in done.stdout
    assert done.stdout.count("ok: yes") == 4
