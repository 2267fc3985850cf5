"""What can go wrong on a desk; each error carries one sentence for the person at the screen."""


class DeskError(Exception):
    """Something a person can understand and act on.

    `sentence` is shown as it stands: what happened and the way out, with no personal data in it.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(DeskError):
    """The signed-in role, or the policy, does not permit this (C22)."""


class NotFound(DeskError):
    """No such record on this desk."""


class BadInput(DeskError):
    """A file, a value or a name that cannot be taken as it is."""


class Conflict(DeskError):
    """The record changed since it was read; the sentence says who changed it and to what."""


class WrongState(DeskError):
    """The record is not in a state in which this can be done."""


class SignInRefused(DeskError):
    """Name and passphrase do not open this desk; it never says which of the two is wrong (C22).

    `wait` is how many seconds must pass before the next try; `reason` is the sentence without them.
    """

    def __init__(self, sentence: str, wait: int = 0) -> None:
        self.reason, self.wait = sentence, wait
        seconds = "1 second" if wait == 1 else f"{wait} seconds"
        super().__init__(f"{sentence} Try again in {seconds}." if wait else sentence)


class DeskUnusable(DeskError):
    """The desk cannot be opened: newer schema, network share, damaged or missing file."""


class ConnectionLost(DeskUnusable):
    """The desk's server went away; it can be asked again once it is back."""


class Cancelled(DeskError):
    """The person stopped it; what was committed before stays, the rest did not happen."""

    def __init__(self, sentence: str = "Stopped, as you asked.") -> None:
        super().__init__(sentence)
