"""What a write changed: told to the screen so that it reads just those rows again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Changes:
    """The outcome of one verb.

    `sentence` is shown in a notice, exact about numbers. `ids` maps a kind of record ("posting",
    "person", "share", …) to the ids whose rows are now different. `undo`, where there is one, is the
    compensating verb: it takes the work of a new write and returns its own Changes.
    """

    sentence: str
    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    undo: "Callable[[Any], Changes] | None" = None
    elsewhere: bool = False
    """Somebody else's, at another window: what is under this person's hands stays where it is."""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of record that changed."""
        return frozenset(self.ids)


def changed(sentence: str, kind: str, ids: Iterable[int]) -> Changes:
    """Changes of one kind of record."""
    return Changes(sentence, {kind: frozenset(ids)})
