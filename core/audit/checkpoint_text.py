"""A checkpoint's text (C2SP tlog-checkpoint): the log's origin, its size, and its root."""

import re
from dataclasses import dataclass

from core.audit.exact_base64 import decoded, encoded
from core.audit.tree import HASH
from core.errors import BadInput

LARGEST = 2**63 - 1
WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
"""As a signed text and a proof write one: no sign, no zero before it."""


@dataclass(frozen=True)
class Checkpoint:
    """What a log of this origin was at one moment: so many entries, with this root (RFC 6962 §2.1)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's text; raises BadInput when it is none. Extension lines are passed over."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):  # noqa: PLR2004  # three lines, and what ends them
        raise BadInput("This is no checkpoint: it has not the three lines of one.")
    origin, size, root = lines[:3]
    if not WHOLE_NUMBER.fullmatch(size) or int(size) > LARGEST:
        raise BadInput("This is no checkpoint: its size is no number.")
    return Checkpoint(origin, int(size), _hash(root))


def _hash(written: str) -> bytes:
    root = decoded(written)
    if root is None or len(root) != HASH:
        raise BadInput("This is no checkpoint: its root is no SHA-256.")
    return root
