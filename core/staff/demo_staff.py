"""The demo desk's invented staff; their sign-in screen offers them, since there is nothing to protect."""

from core.staff.roles import Role

DEMO_PASSPHRASE = "remit demo desk"  # noqa: S105  # shown on the demo's own sign-in screen
DEMO_STAFF: tuple[tuple[str, Role], ...] = (
    ("mia", Role.MODERATOR),
    ("leo", Role.LEAD),
    ("pia", Role.OFFICER),
    ("olga", Role.OFFICER),
    ("aldo", Role.AUDITOR),
    ("ada", Role.ADMIN),
)
