import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.audit.checkpoint_text import Checkpoint, read_checkpoint
from core.audit.signed_notes import VerifierKey, read_key, read_note, sign
from core.errors import BadInput

PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSN"
    "XgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)  # from the documentation of golang.org/x/mod/sumdb/note, which the format comes from
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = VerifierKey("example.com/log", PRIVATE.public_key().public_bytes_raw())
CHECKPOINT = Checkpoint(KEY.name, 12, bytes(32))


def test_a_note_that_another_program_signed_is_verified() -> None:
    note = read_note(PUBLISHED_NOTE.encode())
    assert note.is_signed_by(read_key(PUBLISHED_KEY))
    assert not note.is_signed_by(KEY)


def test_a_key_is_written_as_it_is_read() -> None:
    assert str(read_key(PUBLISHED_KEY)) == PUBLISHED_KEY
    assert read_key(f" {KEY}\n") == KEY


def test_a_signed_checkpoint_is_read_back_and_no_letter_of_it_can_be_changed() -> None:
    note = sign(CHECKPOINT.text, KEY.name, PRIVATE)
    assert read_checkpoint(read_note(note.encode()).text) == CHECKPOINT
    assert read_note(note.encode()).is_signed_by(KEY)
    assert not read_note(note.replace("\n12\n", "\n13\n").encode()).is_signed_by(KEY)


def test_a_signature_of_another_beside_it_changes_nothing() -> None:
    note = sign(CHECKPOINT.text, KEY.name, PRIVATE)
    witness = PUBLISHED_NOTE.splitlines(keepends=True)[-1]
    assert read_note((note + witness).encode()).is_signed_by(KEY)


def test_a_false_signature_of_the_same_key_beside_a_true_one_is_refused() -> None:
    note = sign(CHECKPOINT.text, KEY.name, PRIVATE)
    false = sign("else\n", KEY.name, PRIVATE).splitlines(keepends=True)[-1]
    assert not read_note((note + false).encode()).is_signed_by(KEY)


@pytest.mark.parametrize(
    "note",
    [
        b"", b"text\n", b"text\n\n", b"text\n\nno dash", "te\x01xt\n\n— a AAAAAAA=\n".encode(), b"\xff\n\n",
        "text\n\n— a b\n".encode(), "text\n\n— a+b AAAAAAA=\n".encode(), "text\n\n— a AAAA\n".encode(),
        "text\n\n— a AAAAAAA=".encode(), b"text\n\n" + "— a AAAAAAA=\n".encode() * 101,
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused_with_a_sentence(note: bytes) -> None:
    with pytest.raises(BadInput):
        read_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=", "a\n99999999999999999999\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\n\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadInput):
        read_checkpoint(text)


def test_lines_after_the_root_are_passed_over() -> None:
    assert read_checkpoint(CHECKPOINT.text + "more\n") == CHECKPOINT


@pytest.mark.parametrize(
    "written",
    ["", "a", "a+b+c", PUBLISHED_KEY.replace("c74f", "c74e"), PUBLISHED_KEY[:-4], "a b+00000000+AQ=="],
)
def test_what_is_no_key_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(BadInput):
        read_key(written)
