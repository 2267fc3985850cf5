"""Messages as files: each is taken in by itself, so that none stands in the way of the next."""

from pathlib import Path

from core.desk import Desk
from core.errors import BadInput, DeskError
from core.mail.parsing import LARGEST
from core.mistakes import mistake_words
from core.requests.arrival import KEPT, Receipt, check_may_hand_over, readable_message, receive


def receive_file(desk: Desk, file: Path, *, anyway: bool = False) -> Receipt:
    """Take one file in, as `receive` does, in a transaction of its own; it is read before that begins.

    Raises DeskError alone, a sentence about this file, whatever is wrong with it; then nothing was stored.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        with desk.read() as reading:
            check_may_hand_over(reading)
        message = readable_message(raw)
        with desk.write() as work:
            return receive(work, raw, message, anyway=anyway)
    except DeskError:
        raise
    except OSError as error:
        raise BadInput(f"It cannot be read: {error.strerror or 'the disk refused'}.") from error
    except Exception as mistake:
        raise BadInput(f"Remit made a mistake with it ({mistake_words(mistake)}). {KEPT}") from mistake
