"""Every command of remitctl, found by walking the program, called wrongly in every way its options allow."""

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from typer import Typer
from typer.main import get_command

from core.cli import run
from core.cli.commands import app
from core.cli.invocation import taken_out

PYTHON = ("Traceback", "NoneType", "Enum", "ValueError", "int.", "str.", "Input should", "valid integer")


def commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, one in getattr(group, "commands", {}).items():
        if hasattr(one, "commands"):
            yield from commands(one, (*words, name))
        else:
            yield (*words, name), one


ALL = dict(commands(get_command(app)))


def groups(typer: Typer, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for one in typer.registered_groups:
        if one.typer_instance and one.name:
            yield from groups(one.typer_instance, (*words, one.name))


def needed(command: Any) -> list[Any]:
    return [one for one in command.params if one.param_type_name == "argument" and one.required]


def enough(command: Any) -> list[str]:
    """Give every argument and every option that must be there a value of its kind."""
    words = [example(one) for one in needed(command)]
    for one in command.params:
        if one.param_type_name == "option" and one.required:
            words += [one.opts[0], example(one)]
    return words


def example(one: Any) -> str:
    annotation = one.type_descriptor.annotation
    inside = getattr(annotation, "__args__", (annotation,))[0]
    if isinstance(inside, type) and issubclass(inside, Enum):
        return str(next(iter(inside)).value)
    return "1"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a call with --json; give its exit status, its one JSON object and its sentence."""
    for name in ("REMIT_DESK", "REMIT_STAFF", "REMIT_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)

    def call(*words: str) -> tuple[int, dict[str, Any], str]:
        status = run(*taken_out(["--json", *words]))
        out, sentence = capsys.readouterr()
        return status, json.loads(out), sentence

    return call


def is_one_sentence(told: dict[str, Any], sentence: str) -> bool:
    plain = not any(word in sentence for word in PYTHON)
    return (
        plain
        and set(told) == {"ok", "error"}
        and sentence == told["error"] + "\n"
        and sentence.count("\n") == 1
    )


def test_the_walk_finds_the_verbs() -> None:
    assert {("postings", "list"), ("init",), ("shares", "approve"), ("audit", "verify")} <= set(ALL)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_tells_its_use_without_cutting_a_word(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(*taken_out([*words, "--help"])) == 0
    shown = capsys.readouterr().out
    assert "…" not in shown.replace("ID…", "")
    assert all(
        option in shown
        for one in ALL[words].params
        for option in one.opts
        if option[:2] == "--" and not one.hidden
    )


@pytest.mark.parametrize("words", list(groups(app)), ids=" ".join)
def test_a_group_tells_what_each_command_does_without_cutting_a_word(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*taken_out([*words, "--help"])) == 0
    assert "..." not in capsys.readouterr().out.replace("[ARGS]...", "")


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_an_unknown_option_is_a_wrong_call(words: tuple[str, ...], said: Any) -> None:
    status, told, sentence = said(*words, *enough(ALL[words]), "--dragons")
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence
    assert "--dragons" in sentence


@pytest.mark.parametrize("words", [one for one in ALL if needed(ALL[one])], ids=" ".join)
def test_a_missing_argument_is_a_wrong_call(words: tuple[str, ...], said: Any) -> None:
    status, told, sentence = said(*words)
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence
    assert "missing" in sentence


OPTIONS = [
    (words, one)
    for words, command in ALL.items()
    for one in command.params
    if one.param_type_name == "option" and one.opts[0] != "--help"
]


def named(one: Any) -> str:
    return " ".join(one) if isinstance(one, tuple) else str(one.name)


NUMBERS = [(words, one) for words, one in OPTIONS if "int" in str(one.type_descriptor.annotation)]


@pytest.mark.parametrize(("words", "option"), NUMBERS, ids=named)
def test_a_word_where_a_number_belongs_is_a_wrong_call(
    words: tuple[str, ...], option: Any, said: Any
) -> None:
    status, told, sentence = said(*words, *enough(ALL[words]), option.opts[0], "seven")
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence
    assert "whole number" in sentence


@pytest.mark.parametrize("words", [one for one, option in OPTIONS if option.name == "limit"], ids=" ".join)
@pytest.mark.parametrize("rows", ["0", "-1"])
def test_a_list_of_no_rows_is_a_wrong_call(words: tuple[str, ...], rows: str, said: Any) -> None:
    status, told, sentence = said(*words, *enough(ALL[words]), "--limit", rows)
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence
    assert "--limit" in sentence


CHOICES = [
    ("postings", "list", "--state"), ("postings", "list", "--sort"), ("postings", "list", "--kind"),
    ("postings", "decide", "1", "--verdict"), ("contacts", "list", "--state"), ("contacts", "list", "--kind"),
    ("contacts", "list", "--sort"), ("contests", "entries", "--only"), ("shares", "list", "--state"),
    ("requests", "list", "--state"), ("staff", "add", "eve", "--role"), ("export",),
]  # fmt: skip


@pytest.mark.parametrize("words", CHOICES, ids=" ".join)
def test_an_unknown_choice_is_a_wrong_call_that_says_which_there_are(
    words: tuple[str, ...], said: Any
) -> None:
    status, told, sentence = said(*words, "dragons")
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence
    assert "dragons" in sentence
    assert "take one of" in sentence


@pytest.mark.parametrize("words", list(groups(app)), ids=" ".join)
def test_a_group_without_its_command_is_a_wrong_call(words: tuple[str, ...], said: Any) -> None:
    status, told, sentence = said(*words)
    assert (status, is_one_sentence(told, sentence)) == (2, True), sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["people", "find"], "Name the desk: --desk DIR or --database URL (REMIT_DESK, REMIT_DATABASE)."),
        (["people", "find", "--desk", "here"], "Say who you are: --as STAFF."),
        (["people", "find", "--desk"], "--desk needs a value."),
        (["people", "find", "--as"], "--as needs a value."),
        (["intake", "dragons", "file.csv"], "“dragons” is no kind of record; take one of people"),
        (["intake", "suggest-map", "people"], "Name the file too"),
        (["quarantine", "release", "1", "--set", "origin"], "“origin” is not FIELD=VALUE."),
        (["people", "fnd"], "No such command"),
        (["audit", "verify", "twice"], "More words than this command takes: twice."),
    ],
)
def test_what_is_missing_from_a_call_is_named(words: list[str], sentence: str, said: Any) -> None:
    status, told, shown = said(*words)
    assert (status, is_one_sentence(told, shown)) == (2, True)
    assert shown.startswith(sentence)
