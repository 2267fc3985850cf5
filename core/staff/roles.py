"""The roles, and what each may do: the table of EXPERIENCE, as data (C22)."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from core.db.unit_of_work import Work
from core.errors import NotAllowed


class Role(StrEnum):
    """What a staff member is here for."""

    MODERATOR = "moderator"
    LEAD = "lead"
    OFFICER = "officer"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SERVICE = "service"


class Permission(StrEnum):
    """One thing that a role may or may not do. `page:…` puts the page in the rail."""

    OVERVIEW = "page:overview"
    POSTINGS = "page:postings"
    CONTACTS = "page:contacts"
    CONTESTS = "page:contests"
    SHARES = "page:shares"
    REQUESTS = "page:requests"
    PEOPLE = "page:people"
    FEED = "page:feed"
    AUDIT = "page:audit"
    STAFF = "page:staff"
    DECIDE_POSTINGS = "decide postings"
    DECIDE_ESCALATED = "decide escalated postings"
    OPEN_MESSAGES = "open private messages"
    WORK_CONTACTS = "work contacts"
    WORK_CONTESTS = "work contests"
    DRAW_WINNERS = "draw winners"
    SEE_VALUES = "see personal values where the work needs them"
    REVEAL_PEOPLE = "reveal personal values"
    OPT_OUT = "opt a person out"
    PROPOSE_SHARES = "propose vendor shares"
    DECIDE_SHARES = "approve and execute vendor shares"
    EDIT_VENDORS = "keep the register of vendors"
    HAND_OVER_REQUESTS = "hand a request over"
    PREPARE_REQUESTS = "prepare access requests"
    ANSWER_REQUESTS = "verify and release access requests"
    READ_LOG = "read the whole log"
    READ_OWN_ENTRIES = "read own log entries"
    VERIFY_LOG = "verify the log"
    EXPORT_LOG = "export the log"
    KEEP_CHECKPOINTS = "say where checkpoints of the log are kept"
    EXPORT_LISTS = "export lists"
    EXPORT_VALUES = "export personal values"
    PUBLISH_RULES = "publish posting rules"
    PUBLISH_POLICY = "publish policy versions"
    READ_POLICY = "read policy and rules"
    MANAGE_STAFF = "manage staff"
    INTAKE = "take records in"
    RELEASE_QUARANTINE = "release or discard quarantined rows"
    PURGE_CHILDREN = "discard a row that shows a child's age (C24)"
    MAIL_IN = "take mail in"
    ACK_FEED = "acknowledge the site feed"
    ERASE_PEOPLE = "erase people"
    LOOK_AFTER_DESK = "back up, restore and check the desk"

    @property
    def words(self) -> str:
        """What it allows, as it stands after "you may"."""
        return _PAGES.get(self.value, self.value)


_PAGES = {
    "page:overview": "see the overview",
    "page:postings": "see postings",
    "page:contacts": "see contacts",
    "page:contests": "see contests",
    "page:shares": "see vendor shares",
    "page:requests": "see access requests",
    "page:people": "see people on file",
    "page:feed": "see the site feed",
    "page:audit": "see the audit log",
    "page:staff": "see the list of staff",
}
P = Permission
_MODERATOR = frozenset(
    {
        P.OVERVIEW, P.POSTINGS, P.CONTACTS, P.CONTESTS, P.PEOPLE, P.REQUESTS, P.AUDIT,
        P.DECIDE_POSTINGS, P.OPEN_MESSAGES, P.WORK_CONTACTS, P.WORK_CONTESTS, P.SEE_VALUES,
        P.REVEAL_PEOPLE, P.OPT_OUT, P.HAND_OVER_REQUESTS, P.READ_OWN_ENTRIES, P.EXPORT_LISTS,
    }
)  # fmt: skip
_LEAD = _MODERATOR | {
    P.EXPORT_VALUES, P.SHARES, P.DRAW_WINNERS, P.PROPOSE_SHARES, P.PREPARE_REQUESTS, P.PUBLISH_RULES,
    P.READ_POLICY,
    P.INTAKE, P.RELEASE_QUARANTINE, P.MAIL_IN, P.FEED,
}  # fmt: skip
_OFFICER = frozenset(
    {
        P.OVERVIEW, P.POSTINGS, P.CONTACTS, P.CONTESTS, P.SHARES, P.REQUESTS, P.PEOPLE, P.AUDIT,
        P.DECIDE_ESCALATED, P.OPEN_MESSAGES, P.WORK_CONTACTS, P.WORK_CONTESTS, P.DRAW_WINNERS, P.SEE_VALUES,
        P.REVEAL_PEOPLE, P.OPT_OUT, P.PROPOSE_SHARES, P.DECIDE_SHARES, P.EDIT_VENDORS,
        P.HAND_OVER_REQUESTS, P.PREPARE_REQUESTS, P.ANSWER_REQUESTS, P.READ_LOG, P.READ_OWN_ENTRIES,
        P.VERIFY_LOG, P.EXPORT_LISTS, P.EXPORT_VALUES, P.PUBLISH_POLICY, P.READ_POLICY, P.INTAKE,
        P.RELEASE_QUARANTINE, P.PURGE_CHILDREN, P.MAIL_IN, P.FEED, P.ACK_FEED, P.ERASE_PEOPLE,
    }
)  # fmt: skip
_AUDITOR = frozenset(
    {
        P.OVERVIEW, P.POSTINGS, P.CONTACTS, P.CONTESTS, P.SHARES, P.REQUESTS, P.PEOPLE, P.AUDIT,
        P.READ_LOG, P.READ_OWN_ENTRIES, P.VERIFY_LOG, P.EXPORT_LOG, P.READ_POLICY, P.FEED,
    }
)  # fmt: skip
_ADMIN = frozenset(
    {
        P.OVERVIEW, P.AUDIT, P.STAFF, P.READ_OWN_ENTRIES, P.VERIFY_LOG, P.KEEP_CHECKPOINTS, P.MANAGE_STAFF,
        P.INTAKE, P.RELEASE_QUARANTINE, P.LOOK_AFTER_DESK,
    }
)  # fmt: skip
_SERVICE = frozenset({P.INTAKE, P.MAIL_IN, P.FEED, P.ACK_FEED})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.MODERATOR: _MODERATOR,
    Role.LEAD: _LEAD,
    Role.OFFICER: _OFFICER,
    Role.AUDITOR: _AUDITOR,
    Role.ADMIN: _ADMIN,
    Role.SERVICE: _SERVICE,
}


def may(role: str, permission: str) -> bool:
    """Tell whether this role has this permission."""
    return Permission(permission) in GRANTS[Role(role)]


def require(work: Work, permission: Permission) -> None:
    """Raise NotAllowed unless the signed-in role has this permission."""
    if not may(work.actor.role, permission):
        article = "an" if work.actor.role[0] in "ao" else "a"
        raise NotAllowed(f"As {article} {work.actor.role} you may not {permission.words}.")


def needs(permission: Permission) -> Callable[[Work], None]:
    """Return the guard of a list: it raises NotAllowed unless the signed-in role has this permission."""
    return lambda work: require(work, permission)
