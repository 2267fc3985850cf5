"""The address on file as an entry of the log may hold it: sealed under the person's own key."""

from core.audit.log import Fact
from core.audit.person_keys import sealed_for
from core.db.unit_of_work import WriteWork
from core.people.queries import addresses_of


def address_sealed(work: WriteWork, person_id: int) -> dict[str, Fact]:
    """Return the fact `address`, of the shown record; none where no address is on file."""
    address = next(iter(addresses_of(work, person_id)), "")
    return {"address": sealed_for(work, person_id, address)} if address else {}
