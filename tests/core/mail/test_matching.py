import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail.matching import Grade, NameMatch, match_address, match_name


@pytest.mark.parametrize(
    ("given_name", "on_file", "grade"),
    [
        ("Ana Lima", "Ana Lima", Grade.exact),
        ("ANA LIMA", "Ana Lima", Grade.folded),
        ("Lima, Ana", "Ana Lima", Grade.folded),
        ("Zoe Muller", "Zoë Müller", Grade.folded),
        ("Soren Lodz", "Søren Łódź", Grade.folded),
        ("Sean OBrien", "Seán O’Brien", Grade.folded),
        ("A. Lima", "Ana Lima", Grade.partial),
        ("Ana", "Ana Lima", Grade.partial),
        ("Ana Maria Lima", "Ana Lima", Grade.partial),
        ("Ana Lina", "Ana Lima", Grade.similar),
        ("A. L.", "Ana Lima", Grade.none),
        ("Eve Stone", "Ana Lima", Grade.none),
        ("", "Ana Lima", Grade.none),
        ("Ana Lima", "", Grade.none),
        ("李小龍", "李小龍", Grade.exact),
    ],
)
def test_a_name_is_graded_against_the_one_on_file(given_name: str, on_file: str, grade: Grade) -> None:
    assert match_name(given_name, "", on_file).grade == grade


def test_the_full_name_in_the_text_counts_when_the_sender_field_has_none() -> None:
    text = "Please tell me what you hold. Yours,\nANA  LIMA"
    assert match_name(None, text, "Ana Lima") == NameMatch(Grade.folded, "text")
    assert match_name("", "I am Ana\nLima .", "Ana Lima") == NameMatch(Grade.exact, "text")
    assert match_name("ana", "Regards, Lima Ana", "Ana Lima") == NameMatch(Grade.folded, "text")


def test_words_of_a_name_that_stand_apart_are_not_the_name() -> None:
    assert match_name(None, "Ana met Paulo Lima", "Ana Lima").grade is Grade.none
    assert match_name(None, "Banana Limassol", "Ana Lima").grade is Grade.none


@pytest.mark.parametrize(
    ("address", "on_file", "grade"),
    [
        ("ana@example.com", "ana@example.com", Grade.exact),
        ("Ana@Example.COM", "ana@example.com", Grade.folded),
        ("ana@bücher.example", "ana@xn--bcher-kva.example", Grade.folded),
        ("ana+site@example.com", "ana@example.com", Grade.similar),
        ("a.na@example.com", "ana@example.com", Grade.similar),
        ("ana@example.org", "ana@example.com", Grade.similar),
        ("аna@example.com", "ana@example.com", Grade.similar),
        ("eve@stone.example.net", "ana@example.com", Grade.none),
        ("", "", Grade.none),
    ],
)
def test_an_address_is_graded_against_the_one_on_file(address: str, on_file: str, grade: Grade) -> None:
    assert match_address(address, [on_file]).grade == grade


def test_the_best_of_several_addresses_on_file_is_named() -> None:
    match = match_address("ANA@example.com", ["ana@example.org", "ana@example.com"])
    assert (match.grade, match.on_file) == (Grade.folded, "ana@example.com")
    assert match_address("ana@example.com", []).grade is Grade.none


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_graded(given_name: str, text: str, on_file: str) -> None:
    assert match_name(given_name, text, on_file).grade in Grade
    assert match_address(given_name, [on_file, text]).grade in Grade
