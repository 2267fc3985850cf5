"""Why a row cannot be taken."""

from core.errors import DeskError


class RowRefusedError(DeskError):
    """Why a row cannot be taken, and the clause behind it where there is one."""

    def __init__(self, sentence: str, clause: str = "") -> None:
        super().__init__(sentence)
        self.clause = clause
