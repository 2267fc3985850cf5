"""Which of the page's actions a person may use with a request now; the same rules as core's, said earlier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.requests.case_shapes import Case
from gui.kit.numbers import grouped
from gui.requests.words import tr

PREPARE, ANSWER = "prepare access requests", "verify and release access requests"
HAND_OVER, MAIL_IN, OPT_OUT = "hand a request over", "take mail in", "opt a person out"
May = Callable[[str], bool]


@dataclass(frozen=True)
class Offer:
    """Whether an action is shown, whether it can be used yet, and what has to be done first."""

    shown: bool
    usable: bool = True
    first: str = ""


NOTHING = Offer(shown=False, usable=False)
ACTIONS = (
    "request-open", "request-take-up", "request-confirm", "request-collect", "request-preview",
    "request-mask-all", "request-review", "request-release", "request-opt-out", "request-close",
    "request-refuse", "request-withdraw",
)  # fmt: skip


def offers(found: Case | None, may: May) -> Mapping[str, Offer]:
    """Return an offer for each of `ACTIONS`."""
    if found is None:
        return dict.fromkeys(ACTIONS, NOTHING)
    offered = dict.fromkeys(ACTIONS, NOTHING)
    if may(PREPARE):
        offered |= _prepared(found)
    if may(ANSWER):
        offered |= _answered(found) | {"request-take-up": NOTHING}
    if may(OPT_OUT) and found.kind == "opt_out" and "refuse" in found.steps:
        offered["request-opt-out"] = Offer(shown=True)
    return offered


def may_take_in(may: May) -> bool:
    """Tell whether a person may take mail in."""
    return may(HAND_OVER) or may(MAIL_IN)


def _prepared(found: Case) -> dict[str, Offer]:
    return {
        "request-open": Offer(not found.opened),
        "request-take-up": Offer("take_up" in found.steps),
        "request-collect": Offer("collect" in found.steps and not found.sha256),
        "request-preview": Offer(bool(found.sha256)),
        "request-mask-all": Offer("settle" in found.steps and bool(found.open_leaks)),
    }


def _answered(found: Case) -> dict[str, Offer]:
    settled, reviewed = not found.open_leaks, bool(found.reviewed_by)
    in_review = "review" in found.steps
    first = tr("Look through the answer and mark it reviewed first.") if settled else _settle_words(found)
    return {
        "request-confirm": Offer("confirm" in found.steps),
        "request-review": Offer(in_review and not reviewed, settled, first),
        "request-release": Offer(in_review, settled and reviewed, first),
        "request-close": Offer("close" in found.steps),
        "request-refuse": Offer("refuse" in found.steps),
        "request-withdraw": Offer("withdraw" in found.steps),
    }


def _settle_words(found: Case) -> str:
    words = tr("Mask or give what is other people's first: %1 to settle.")
    return words.replace("%1", grouped(len(found.open_leaks)))
