from pathlib import Path

import pytest

from core.errors import BadInput
from core.text.matching import Screener
from core.text.rules import check, load_rule_set, shipped_rule_set

ROOT = Path(__file__).parents[3]
GOOD = """name = "mine"
version = "1"

[[rules]]
id = "first"
title = "First"
reason = "spam"
clause = "C21"
weight = 40
words = ["cheap"]
must_hit = ['''
[[rules]]
weight = cheap
''']

[[rules]]
id = "second"
title = "Second"
reason = "fraud"
clause = "C21"
weight = 30
patterns = [
  'one',
  'two',
]
"""


def refused(text: str) -> str:
    with pytest.raises(BadInput) as error:
        load_rule_set(text)
    return error.value.sentence


@pytest.mark.parametrize(
    ("stood", "stands", "sentence"),
    [
        (
            "weight = 30",
            "weight = 101",
            "line 21, rule 2 (second), weight: weight is 101; it may be 1 to 100.",
        ),
        (
            "weight = 30",
            "weight = true",
            "line 21, rule 2 (second), weight: weight is True; it may be 1 to 100.",
        ),
        ("weight = 30\n", "", "line 16, rule 2 (second), weight: weight is missing; it may be 1 to 100."),
        ("'two'", "'tw(?=o)'", "line 24, rule 2 (second), patterns: look-ahead at character 3 of 'tw(?=o)'"),
        ("'two'", r"'(t)wo\1'", "line 24, rule 2 (second), patterns: a back-reference at character 6"),
        ("'two'", "'two)'", "line 24, rule 2 (second), patterns: 'two)' is no RE2 pattern"),
        ("'two'", "'(two)*'", "line 24, rule 2 (second), patterns: '(two)*' matches even an empty text"),
        (
            "'two'",
            "2",
            "line 22, rule 2 (second), patterns: patterns is ['one', 2]; it must be a list of texts",
        ),
        ('clause = "C21"\nweight = 30', 'clause = "21"\nweight = 30', "clause is '21'; it may be C01 to C29"),
        ('"second"', '"Second one"', "line 17, rule 2 (Second one), id: id is 'Second one'; it may be small"),
        ('"second"', '"first"', "line 17, rule 2, id: the id 'first' stands at another rule already"),
        (
            '"fraud"',
            '"frau"',
            "line 19, rule 2 (second), reason: reason is 'frau'; it may be fraud, money_mule",
        ),
        ("words", "wrods", "line 10, rule 1 (first), wrods: there is no key 'wrods'; there are id, title"),
        ('["cheap"]', '["\\u200b"]', "line 10, rule 1 (first), words: '\\u200b' has no visible letter"),
        ('version = "1"', "version = 1", "the rules, line 2, version: version is 1; it must be a text."),
        ('name = "mine"', 'nmae = "mine"', "the rules, line 1, nmae: there is no key 'nmae'; there are name"),
        ('"First"', '"First', "the rules is not TOML: Illegal character '\\n' (at line 6, column 15)."),
    ],
)
def test_a_wrong_file_is_told_its_line_key_and_what_may_stand_there(
    stood: str, stands: str, sentence: str
) -> None:
    assert sentence in refused(GOOD.replace(stood, stands))


def test_a_file_without_rules_is_refused() -> None:
    assert "there are no [[rules]]" in refused('name = "mine"\nversion = "1"\n')


def test_a_file_names_itself(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    for content, sentence in ((b"\xff\xfe", "odd.toml is not UTF-8 text"), (b"a = ", "odd.toml is not TOML")):
        file.write_bytes(content)
        with pytest.raises(BadInput, match=sentence):
            load_rule_set(file)
    with pytest.raises(BadInput, match=r"gone\.toml cannot be read: No such file"):
        load_rule_set(tmp_path / "gone.toml")


def test_a_file_from_another_editor_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_rule_set(file).digest == load_rule_set(GOOD).digest


def test_the_digest_is_of_the_content_alone() -> None:
    digest = load_rule_set(GOOD).digest
    assert load_rule_set("# a remark\n" + GOOD.replace("weight = 30", "weight   =  30")).digest == digest
    assert load_rule_set(GOOD.replace("weight = 30", "weight = 31")).digest != digest


def test_the_shipped_rules_and_the_example_do_what_their_own_tests_say() -> None:
    example = load_rule_set(ROOT / "resources" / "examples" / "rules" / "small-marketplace.toml")
    assert check(example) == []
    assert check(shipped_rule_set()) == []
    assert all(rule.must_hit and rule.must_not_hit for rule in shipped_rule_set().rules)


def test_a_set_too_large_for_the_engine_is_refused_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.text.matching.MEMORY", (1 << 12,))
    with pytest.raises(BadInput, match="together are too large"):
        Screener(shipped_rule_set())
