"""Searching every source for one person, and what of it the policy lets them have (C25)."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db.unit_of_work import Work, WriteWork
from core.people.tables import Person, PersonRecord
from core.policy.document import Policy
from core.policy.engine import Outcome, Use, judge_under
from core.policy.store import current_policy, policies_of
from core.progress import Progress
from core.requests.collected import Collected, CollectedSheet, frozen
from core.requests.left_out import left_out
from core.requests.source import Column, Source, Subject
from core.requests.sources import SOURCES, staff_title
from core.staff.roles import Permission, require


def search(work: WriteWork, subject: Subject, progress: Progress | None = None) -> Collected:
    """Search every source; raises Cancelled when stopped.

    A column leaves only if the policies at collection and today's allow the person their copy of it (C02).
    """
    require(work, Permission.PREPARE_REQUESTS)
    progress = progress or Progress()
    release = _Release(work, subject)
    sheets = []
    for number, source in enumerate(SOURCES):
        progress.at(number, len(SOURCES), f"Searching: {staff_title(source.key)}")
        sheets.append(_search_one(work, subject, source, release))
    return Collected(work.now, tuple(sheets), tuple(release.withheld), left_out(work, subject))


def _search_one(work: Work, subject: Subject, source: Source, release: "_Release") -> CollectedSheet:
    rows = frozen(source.columns, source.gather(work, subject))
    places = [at for at, column in enumerate(source.columns) if release.allows(source, column)]
    columns = tuple(source.columns[at] for at in places)
    kept = tuple(tuple(row[at] for at in places) for row in rows)
    return CollectedSheet(source.key, source.title, source.says, columns, kept)


class _Release:
    """Judges, once for each category, whether the person may have their own copy."""

    def __init__(self, work: Work, subject: Subject) -> None:
        self.policies = _policies(work, subject)
        self.under_13 = work.session.get_one(Person, subject.person_id).under_13
        self.verdicts: dict[str, bool] = {}
        self.withheld: list[str] = []

    def allows(self, source: Source, column: Column) -> bool:
        allowed = self.verdicts.get(column.category)
        if allowed is None:
            allowed = self.verdicts[column.category] = self._judge(column.category)
        if not allowed:
            self.withheld.append(f"{source.title}: {column.title}")
        return allowed

    def _judge(self, category: str) -> bool:
        use = Use(
            "access",
            category,
            "data_subject",
            own_record=True,
            under_13=self.under_13,
            exported=True,
            joins_clickstream=False,
        )
        return judge_under(self.policies, use).outcome is Outcome.ALLOW


def _policies(work: Work, subject: Subject) -> Sequence[Policy | None]:
    versions = select(PersonRecord.policy_version).where(PersonRecord.person_id == subject.person_id)
    published = policies_of(work)
    at_collection = [published.get(version) for version in work.session.scalars(versions.distinct())]
    return [*at_collection, current_policy(work)]
