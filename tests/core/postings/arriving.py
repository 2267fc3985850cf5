"""What the site would send."""

from collections.abc import Callable
from hashlib import sha256

from core.postings.arrival import IncomingPosting, Taken

TakeIn = Callable[..., Taken]


def incoming(external_id: str, body: str, title: str = "An offer", author: str = "u-1") -> IncomingPosting:
    digest = sha256(f"{title}\0{body}".encode()).hexdigest()
    texts = {"title": title, "body": body}
    return IncomingPosting(external_id, title, "Design", author, "", None, texts, digest)


def letter(external_id: str, body: str, author: str = "u-1") -> IncomingPosting:
    return IncomingPosting(
        external_id, "", "", author, "u-2", None, {"body": body}, sha256(body.encode()).hexdigest()
    )
