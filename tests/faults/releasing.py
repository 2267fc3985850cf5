"""An answer to an access request that may be released."""

from core.audit.log import record
from core.desk import Desk
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Source
from core.requests.actions import confirm_sender
from core.requests.arrival import receive
from core.requests.collecting import collect
from core.requests.opening import open_answer
from core.requests.release import review

IDA = "ida.moreau@example.com"
MAIL = f"From: Ida Moreau <{IDA}>\nSubject: Mine\n\nPlease send me my data.\n".encode()


def reviewed_answer(officer: Desk) -> str:
    """Take Ida's request as far as an officer's review; returns the hash of the answer that was seen."""
    with officer.write() as work:
        given = {"policy_version": "offshorexperts-2012-12", "digest": "1", "full_name": "Ida Moreau"}
        ida = IncomingRecord(Source.PEOPLE, "1", Origin.ENROLMENT, email=IDA, **given)
        placed = RecordsDesk(work, [ida]).place(ida)
        record(work, "test:person:placed", ("person", placed.person_id))
        request = receive(work, MAIL).case
        confirm_sender(work, request, placed.person_id, "Called back.")
        collect(work, request)
        seen = open_answer(work, request).sha256
        review(work, request, seen)
    return seen
