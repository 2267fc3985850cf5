"""The pages of an encrypted store as they lie on the disk, decrypted without SQLCipher.

SQLCipher 4: the first 16 bytes of the file are the salt; each page ends in its IV (16 bytes) and its HMAC
(64 bytes); AES-256-CBC under the raw key. A frame of the write-ahead log is a header of 24 bytes and such a
page, after the log's own header of 32 bytes.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE, SALT, RESERVED, IV = 4096, 16, 80, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def pages_of(store: Path, key: bytes) -> Iterator[bytes]:
    """Decrypt every page of the file, free ones too."""
    content = store.read_bytes()
    for at in range(0, len(content), PAGE):
        yield _decrypted(content[at : at + PAGE], key, first=at == 0)


def pages_of_wal(store: Path, key: bytes) -> Iterator[bytes]:
    """Decrypt every page that stands in the write-ahead log, old frames too."""
    wal = store.with_name(f"{store.name}-wal")
    content = wal.read_bytes() if wal.exists() else b""
    for at in range(WAL_HEADER, len(content), FRAME_HEADER + PAGE):
        number = int.from_bytes(content[at : at + 4], "big")
        page = content[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        yield _decrypted(page, key, first=number == 1)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    start, end = SALT if first else 0, PAGE - RESERVED
    opening = Cipher(AES(key), CBC(page[end : end + IV])).decryptor()
    return opening.update(page[start:end]) + opening.finalize()
