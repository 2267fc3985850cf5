from datetime import date

import pytest

from core.errors import BadInput
from core.people.rules import (
    age_on,
    checked_email,
    email_key,
    masked_name,
    name_key,
    shows_child,
)
from core.text.masking import masked, masked_email

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("birth", "stated", "collected", "child"),
    [
        (date(2013, 11, 20), None, TODAY, False),
        (date(2013, 11, 21), None, TODAY, True),
        (None, 12, TODAY, True),
        (None, 13, TODAY, False),
        (None, 12, date(2010, 11, 20), True),
        (None, 13, date(2010, 11, 20), False),
        (None, 13, date(2027, 11, 20), False),
        (None, 12, date(2027, 11, 20), True),
        (date(2000, 1, 1), None, date(2012, 6, 1), True),
        (date(2000, 1, 1), None, date(2013, 6, 1), False),
        (date(2014, 1, 1), None, date(2030, 1, 1), True),
        (date(2000, 1, 1), None, date(1970, 1, 1), False),
        (date(2014, 1, 1), None, date(1970, 1, 1), True),
        (None, None, TODAY, False),
        (date(1990, 1, 1), 12, TODAY, True),
    ],
)
def test_who_counts_as_a_child(
    birth: date | None, stated: int | None, collected: date, *, child: bool
) -> None:
    assert shows_child(birth, stated, collected, TODAY) is child


def test_an_age_changes_on_the_birthday() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


def test_addresses_are_compared_without_case_or_width_and_with_all_else() -> None:
    assert email_key(" Nina@Example.COM ") == email_key("nina@example.com")
    assert email_key("ni.na@example.com") != email_key("nina@example.com")
    assert email_key("nina+a@example.com") != email_key("nina@example.com")


def test_names_are_searched_without_case_marks_or_wide_gaps() -> None:
    assert name_key("  Tomás   REYES ") == "tomas reyes"


GOOD_ADDRESSES = (
    "a@b.co",
    "nina.o'k+tag@sub.example.com",
    "!#$%&'*/=?^`{|}~-@example.com",
    '"odd name"@example.org',
    '"a@b"@example.org',
    "müller@bücher.example",
    "用户@例子.example",
    "संपर्क@डाटामेल.भारत",
)
BAD_ADDRESSES = (
    "", "nina", "nina@example", "@example.com", "ni na@example.com", "a@@b..c", "a@b..c", "a..b@b.co",
    ".a@b.co", "a.@b.co", "a@-b.co", "a@b-.co", "a@b_c.co", "a@b.co.", "a@1.2.3.4", "<a@b.co>",
    "a@b.co,c@d.ef", "a＠b@c.com", "a\u200b@b.co",
    "a@b.co\nBcc: c@d.ef", "x" * 65 + "@b.co", "a@" + "b" * 64 + ".co",
    "a@" + "b.co." * 51 + "co",
)  # fmt: skip


@pytest.mark.parametrize("good", GOOD_ADDRESSES)
def test_addresses_of_rfc_5321_and_6531_are_taken_as_given(good: str) -> None:
    assert checked_email(f" {good} ") == good


@pytest.mark.parametrize("bad", BAD_ADDRESSES)
def test_what_is_no_address_is_refused(bad: str) -> None:
    with pytest.raises(BadInput):
        checked_email(bad)


def test_an_empty_address_is_said_to_be_empty() -> None:
    with pytest.raises(BadInput, match="address is empty"):
        checked_email(" ")


def test_masks_show_at_most_a_first_letter() -> None:
    assert masked_name("Nina Okafor") == "N••• O•••••"
    assert masked_name("Ana 王") == "A•• •"
    assert masked_email("nina.okafor@example.com") == "n•••@•••.com"
    assert masked("+234 803") == "•••••"
    assert not masked("")
