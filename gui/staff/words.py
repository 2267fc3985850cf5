"""What each role is for, in a sentence."""

from collections.abc import Mapping

from core.staff.roles import Role

ROLES: Mapping[Role, str] = {
    Role.MODERATOR: "Decides postings and messages, answers contacts; sees people masked.",
    Role.LEAD: "As a moderator; publishes posting rules, takes files in, proposes shares.",
    Role.OFFICER: "Approves shares, answers access requests, publishes the policy.",
    Role.AUDITOR: "Reads everything masked, reads and exports the whole log; changes nothing.",
    Role.ADMIN: "Adds and disables staff, takes files in, keeps the desk; sees no personal data.",
    Role.SERVICE: "No person: intake and mail by schedule.",
}
ON_THIS_DESK = (
    "This desk is a folder on one computer. Here the program enforces roles, not cryptography: "
    "whoever opens the desk with any name and passphrase holds its key (C22). Give a role to those only whom "
    "you would trust with the folder."
)
NO_RECOVERY_KEY = (
    "This desk has no recovery key: when every admin's passphrase is lost, nobody can add or disable staff. "
    "Make one, and keep it on paper."
)
