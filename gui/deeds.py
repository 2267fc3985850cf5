"""What can be done on each page, and by whom: for the palette, which knows pages that were not opened yet.

A test holds every line against the page itself.
"""

from collections.abc import Mapping

from gui.kit.page_spec import Deed

DECIDE, ESCALATED = "decide postings", "decide escalated postings"
WORK_CONTACTS, OPT_OUT, REVEAL = "work contacts", "opt a person out", "reveal personal values"
VALUES, PEOPLE = "see personal values where the work needs them", "page:people"
PROPOSE, SHARE = "propose vendor shares", "approve and execute vendor shares"
VENDORS, PREPARE = "keep the register of vendors", "prepare access requests"
ANSWER, STAFF = "verify and release access requests", "manage staff"
EXPORT, INTAKE = "export lists", "take records in"


def _export(page: str, *may: str) -> Deed:
    return Deed(f"{page}-export-key", "Export this list", may or (EXPORT,), record=False)


def _intake(page: str, not_for: str = "") -> Deed:
    return Deed(f"{page}-intake-key", "Take in a file…", (INTAKE,), record=False, not_for=not_for)


DEEDS: Mapping[str, tuple[Deed, ...]] = {
    "overview": (_intake("overview", not_for="page:postings"),),
    "postings": (
        Deed("posting-approve", "Approve", (DECIDE, ESCALATED)),
        Deed("posting-escalate", "Escalate", (DECIDE,)),
        Deed("posting-remove", "Remove", (DECIDE, ESCALATED)),
        Deed("posting-open", "Open message", ("open private messages",)),
        Deed("posting-history", "History of the author"),
        Deed("posting-folded", "Text as the rules read it, or as posted"),
        Deed("posting-take-back", "Take back my decision", (DECIDE, ESCALATED)),
        _export("postings"),
        _intake("postings"),
    ),
    "contacts": (
        Deed("contact-open", "Open to read", (VALUES,)),
        Deed("contact-answer", "Answer…", (WORK_CONTACTS,)),
        Deed("contact-close", "Close", (WORK_CONTACTS,)),
        Deed("contact-reopen", "Reopen", (WORK_CONTACTS,)),
        Deed("contact-person", "Open person", (PEOPLE,)),
        Deed("contact-opt-out", "Opt out", (OPT_OUT,)),
        _export("contacts"),
        _intake("contacts"),
    ),
    "contests": (
        Deed("entry-person", "Open person", (PEOPLE,)),
        Deed("entry-opt-out", "Opt out", (OPT_OUT,)),
        _export("contests"),
        _intake("contests"),
    ),
    "shares": (
        Deed("share-propose", "Propose…", (PROPOSE,), record=False),
        Deed("share-submit", "Submit", (PROPOSE,)),
        Deed("share-approve", "Approve", (SHARE,)),
        Deed("share-execute", "Execute…", (SHARE,)),
        Deed("share-deliver", "Mark delivered", (SHARE,)),
        Deed("share-attest", "Mark returned or destroyed", (SHARE,)),
        Deed("share-close", "Close", (SHARE,)),
        Deed("share-withdraw", "Withdraw…", (PROPOSE,)),
        Deed("share-reject", "Reject…", (SHARE,)),
        Deed("share-revoke", "Revoke…", (SHARE,)),
        Deed("vendor-add", "Add vendor…", (VENDORS,), record=False),
        Deed("agreement-add", "Add agreement…", (VENDORS,)),
        _export("shares"),
    ),
    "requests": (
        Deed("request-take-in", "Take in mail…", ("hand a request over", "take mail in"), record=False),
        Deed("request-confirm", "Confirm sender…", (ANSWER,)),
        Deed("request-take-up", "Pass to an officer…", (PREPARE,), not_for=ANSWER),
        Deed("request-collect", "Collect", (PREPARE,)),
        Deed("request-preview", "Preview", (PREPARE,)),
        Deed("request-review", "Review…", (ANSWER,)),
        Deed("request-release", "Release…", (ANSWER,)),
        Deed("request-opt-out", "Opt out", (OPT_OUT,)),
        Deed("request-close", "Close", (ANSWER,)),
        Deed("request-refuse", "Refuse…", (ANSWER,)),
        Deed("request-open", "Open the case", (PREPARE,)),
        Deed("request-mask-all", "Mask all", (PREPARE,)),
        Deed("request-withdraw", "Withdrawn by the person", (ANSWER,)),
        _export("requests", PREPARE),
    ),
    "people": (
        Deed("people-reveal", "Reveal…", (REVEAL,)),
        Deed("people-opt-out", "Opt out", (OPT_OUT,)),
        Deed("people-let-reach", "Let promotion reach again…", (OPT_OUT,)),
        _export("people"),
        _intake("people"),
    ),
    "feed": (
        Deed("feed-acknowledge", "Acknowledge to here…", ("acknowledge the site feed",)),
        Deed("feed-open", "Open"),
    ),
    "audit": (
        Deed("audit-verify", "Verify", ("verify the log",), record=False),
        Deed("audit-checkpoint", "Make a checkpoint", ("verify the log",), record=False),
        Deed("audit-place", "Second place…", ("say where checkpoints of the log are kept",), record=False),
        Deed("audit-key", "Copy the log's key", ("verify the log",), record=False),
        Deed("audit-open", "Open"),
        Deed("audit-proof", "Save proof…"),
        Deed("audit-reveal", "Reveal…", (REVEAL,)),
        _export("audit", "export the log"),
    ),
    "staff": (
        Deed("staff-add", "Add staff…", (STAFF,), record=False),
        Deed("staff-disable", "Disable…", (STAFF,)),
        Deed("staff-recovery", "Recovery key…", (STAFF,), record=False),
        Deed("staff-rekey", "Change the desk's key…", (STAFF,), record=False),
    ),
}
