"""What docs/audit-log.md says an auditor can do without this program can be done so."""

import hashlib
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.desk import Desk
from core.staff.log_proving import public_key, save_proof

PAGE = Path(__file__).parents[3] / "docs" / "audit-log.md"


def test_a_proof_is_checked_by_the_page_alone(officer: Desk, written: range, tmp_path: Path) -> None:
    with officer.write() as work:
        key = str(public_key(work))
        save_proof(work, written[3], tmp_path / "e.tlog-proof")
    code = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert code is not None
    known: dict[str, Any] = {"sha256": hashlib.sha256}
    exec(code[1], known)  # noqa: S102  # the page's own lines

    proof, _, note = (tmp_path / "e.tlog-proof").read_text("utf-8").partition("\n\n")
    _, extra, index, *hashes = proof.split("\n")
    text, _, line = note.rpartition("\n\n")
    name, size, root = text.split("\n")
    leaf = hashlib.sha256(b"\x00" + b64decode(extra.removeprefix("extra "))).digest()
    path = [b64decode(one) for one in hashes]
    assert known["root_from"](leaf, int(index.removeprefix("index ")), int(size), path) == b64decode(root)

    key_name, key_id, encoded = key.split("+", 2)
    dash, signer, signature = line.split()
    public = b64decode(encoded)
    assert (key_name, signer, dash, public[:1]) == (name, name, "—", b"\x01")
    assert hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex() == key_id
    assert b64decode(signature)[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(b64decode(signature)[4:], f"{text}\n".encode())
