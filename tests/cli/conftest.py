"""Calls remitctl as a script would, in this process, and reads its one JSON object."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.cli import run
from core.cli.invocation import taken_out

PASSPHRASE = "remit test desk"
Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def remitctl(desk_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """`remitctl("leo", "people", "find")` gives the exit status and the JSON answer."""
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)

    def call(person: str, *words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        invocation, rest = taken_out(["--desk", str(desk_folder), "--as", person, "--json", *words])
        status = run(invocation, rest)
        answer = capsys.readouterr().out
        return status, json.loads(answer) if answer else {}

    return call
