"""The kinds of requests that come by mail."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What a person asks (C20, C25, C26, C27); `other` is all else, reminders and complaints too."""

    access = "access"
    deletion = "deletion"
    correction = "correction"
    opt_out = "opt_out"
    objection = "objection"
    other = "other"
