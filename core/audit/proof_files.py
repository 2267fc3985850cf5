"""One entry with its proof in a file (C2SP tlog-proof), to be checked with no desk and no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.audit.checkpoint_text import WHOLE_NUMBER, Checkpoint, read_checkpoint
from core.audit.exact_base64 import decoded, encoded
from core.audit.proofs import is_included
from core.audit.signed_notes import Note, VerifierKey, read_note
from core.audit.tree import leaf_hash
from core.errors import BadInput

ENDING = ".tlog-proof"
HEADER = "c2sp.org/tlog-proof@v1"
EXTRA, INDEX = "extra ", "index "
LARGEST = 16 << 20
NO_KEY = (
    "No key was given, so nothing here says who signed the checkpoint: give --key with the log's key, "
    "as “remitctl audit key” prints it."
)


@dataclass(frozen=True)
class Proof:
    """What a proof file holds; `body` is the entry as written, which nothing vouches for but its hash."""

    index: int
    body: bytes
    hashes: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint


@dataclass(frozen=True)
class ProofCheck:
    """The verdict on a proof file. `trusted` tells whether a key was given that signed its checkpoint."""

    ok: bool
    trusted: bool
    sentences: tuple[str, ...]
    proof: Proof | None


def proof_text(index: int, body: bytes, hashes: Sequence[bytes], note: str) -> str:
    """Return the text of a proof file: the entry as extra data, its index, the hashes, the checkpoint."""
    lines = [HEADER, EXTRA + encoded(body), f"{INDEX}{index}", *map(encoded, hashes)]
    return "\n".join(lines) + "\n\n" + note


def read_proof(content: bytes) -> Proof:
    """Read a proof file's content; raises BadInput with what is wrong with its form."""
    try:
        head, blank, rest = content.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise BadInput("This is no proof: it is not UTF-8.") from error
    lines = head.split("\n")
    if not blank or lines[0] != HEADER:
        raise BadInput(f"This is no proof: it does not begin with {HEADER}.")
    body = _bytes(lines.pop(1).removeprefix(EXTRA)) if len(lines) > 1 and lines[1].startswith(EXTRA) else b""
    if (
        len(lines) == 1
        or not lines[1].startswith(INDEX)
        or not WHOLE_NUMBER.fullmatch(lines[1][len(INDEX) :])
    ):
        raise BadInput("The proof does not say which entry it is of.")
    note = read_note(rest.encode())
    hashes = tuple(_bytes(one) for one in lines[2:])
    return Proof(int(lines[1][len(INDEX) :]), body, hashes, note, read_checkpoint(note.text))


def check_proof(path: Path, key: VerifierKey | None) -> ProofCheck:
    """Check a proof file, as far as a trusted key was given; raises BadInput where none can be read."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error
    try:
        proof = read_proof(content)
    except BadInput as error:
        return ProofCheck(False, False, (error.sentence,), None)
    wrong = _wrong_with(proof, key)
    if wrong:
        return ProofCheck(False, False, (wrong,), proof)
    return ProofCheck(True, key is not None, tuple(_good_words(proof, key)), proof)


def _wrong_with(proof: Proof, key: VerifierKey | None) -> str:
    if not proof.body:
        return "The proof does not hold the entry itself."
    told = proof.checkpoint
    if not is_included(leaf_hash(proof.body), proof.index, told.size, proof.hashes, told.root):
        return (
            f"The entry in this file is not entry {proof.index} of the log that its checkpoint was made over."
        )
    if key is not None and (told.origin != key.name or not proof.note.is_signed_by(key)):
        return "The checkpoint in this file was not signed with the key that was given."
    return ""


def _good_words(proof: Proof, key: VerifierKey | None) -> list[str]:
    told = proof.checkpoint
    words = (
        f"Entry {proof.index} is in the log {told.origin} of {told.size:,} entries, as its checkpoint has it"
    )
    return [words + ", which was signed with the key that was given."] if key else [words + ".", NO_KEY]


def _bytes(written: str) -> bytes:
    value = decoded(written)
    if value is None:
        raise BadInput("A line of the proof is not Base64.")
    return value
