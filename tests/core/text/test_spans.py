from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.spans import MOST, personal_spans


@pytest.mark.parametrize(
    "number",
    ["+44 20 7946 0690", "(202) 555-0143", "07400 123456", "020-7946-0690", "+12025550143", "0049 30 901820"],
)
def test_a_telephone_number_is_found_whole(number: str) -> None:
    assert [(one.kind, one.text) for one in personal_spans(f"call {number}, now")] == [("phone", number)]


@pytest.mark.parametrize(
    "text",
    [
        "on 2012-11-23",
        "at 10:20 23.11.2012",
        "from 2012-2014, 2015 on",
        "the host 192.0.2.101",
        "$ 1 200 000.00",
        "1 200 rows",
        "order 20261123",
        "v1.2.3",
    ],
)
def test_dates_prices_and_hosts_are_no_telephone_numbers(text: str) -> None:
    assert personal_spans(text) == []


def test_digits_inside_an_address_are_not_found_twice() -> None:
    text = "Søren: 0202-555-0143@example.org or (202) 555-0143"
    assert [(one.kind, text[one.start : one.end]) for one in personal_spans(text)] == [
        ("email", "0202-555-0143@example.org"),
        ("phone", "(202) 555-0143"),
    ]


@given(st.text(), st.text())
def test_offsets_count_the_characters_of_the_raw_text(before: str, after: str) -> None:
    raw = f"{before} jo@example.org {after}".encode("utf-8", "replace").decode()
    spans = personal_spans(raw)
    assert all(raw[one.start : one.end] == one.text for one in spans)
    assert "jo@example.org" in " ".join(one.text for one in spans)


@pytest.mark.parametrize("flood", ["jo@example.org +1 202 555 0143 ", "12 34 56 ", "a.", "@a", "1", "(+1 "])
def test_a_flood_costs_no_more_than_its_length(flood: str) -> None:
    started = process_time()
    assert len(personal_spans(flood * (500_000 // len(flood)))) <= MOST
    assert process_time() - started < 10
