"""Reading the whole of an embedded store: a page carries a keyed digest, which is looked at as it is read.

Most pages are not read for days. A bit that turned on one of these shows only to whoever reads all of them,
which takes some three seconds of a processor for each gigabyte: too long for a sign-in, not for a check.
"""

import re
from typing import Any

from core.db.unit_of_work import Work

_PAGE = re.compile(r"page (\d+)")


def damaged_pages(work: Work) -> list[int]:
    """Read every page and return the numbers of those that are not as the desk wrote them (HMAC-SHA-512).

    Empty for a whole store, and for one that is kept by a server, which looks after its own pages.
    """
    if work.on_server:
        return []
    driver = work.session.connection().connection.driver_connection
    found = _refused(driver)
    return (
        sorted(found & _refused(driver)) if found else []
    )  # one that was just being written is whole by now


def _refused(driver: Any) -> set[int]:
    return {int(page[1]) if (page := _PAGE.search(one)) else 0 for one in refused_pages(driver)}


def refused_pages(driver: Any) -> list[str]:
    """Return what SQLCipher says of each page whose digest does not fit, over the driver's own connection."""
    return [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check")]
