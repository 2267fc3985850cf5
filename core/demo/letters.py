"""Two access requests as they would arrive: one that matches what is on file, one that does not (C25)."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from core.demo.invention import Invented

PRIVACY = "privacy@example.com"


def write_requests(folder: Path, asking: Invented, doubtful: Invented, day: datetime) -> list[Path]:
    """Write both messages as .eml files; the first has a Reply-To elsewhere, which must change nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    matching = _message(asking.name, asking.email, day, "access-1")
    matching["Reply-To"] = "collector@elsewhere.example.net"
    matching.set_content(
        "Hello,\n\nplease send me a copy of everything that you have on file about me.\n\n"
        f"My full name is {asking.name}.\n\nKind regards\n{asking.name}\n"
    )
    other = _message(doubtful.name, f"new.address.{doubtful.number}@example.net", day, "access-2")
    other.set_content(
        "To whom it may concern,\n\nI request access to my personal data.\n"
        "I have a new address since I joined.\n\n"
        f"{doubtful.name}\n"
    )
    return [_written(folder / "request-1.eml", matching), _written(folder / "request-2.eml", other)]


def _message(name: str, address: str, day: datetime, key: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f'"{name}" <{address}>'
    message["To"] = PRIVACY
    message["Subject"] = "Request for my personal data"
    message["Date"] = format_datetime(day)
    message["Message-ID"] = f"<{key}@example.net>"
    return message


def _written(path: Path, message: EmailMessage) -> Path:
    path.write_bytes(message.as_bytes())
    return path
