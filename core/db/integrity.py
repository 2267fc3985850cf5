"""Reading the whole of an embedded store: a page carries a keyed digest, which is looked at as it is read.

Most pages are not read for days. A bit that turned on one of these shows only to whoever reads all of them,
which takes some three seconds of a processor for each gigabyte: too long for a sign-in, not for a check.
"""

import re

from core.db.unit_of_work import Work

_PAGE = re.compile(r"page (\d+)")


def damaged_pages(work: Work) -> list[int]:
    """Read every page and return the numbers of those that are not as the desk wrote them (HMAC-SHA-512).

    Empty for a whole store, and for one that is kept by a server, which looks after its own pages.
    """
    if work.session.get_bind().dialect.name != "sqlite":
        return []
    found = _refused(work)
    return sorted(found & _refused(work)) if found else []  # one that was just being written is whole by now


def _refused(work: Work) -> set[int]:
    told = work.session.connection().exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
    return {int(page[1]) if (page := _PAGE.search(one)) else 0 for one in told}
