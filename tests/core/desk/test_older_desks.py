"""A desk made by an older Remit, brought up to date: what stands there is what that version left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, Table, insert, select

import core.db.migrations
from core.db.engine import embedded_engine
from core.db.migrations import bring_up_to_date

LONG_AGO = datetime(2012, 3, 1, tzinfo=UTC)


class OlderDesk:
    """A store at an older revision, filled table by table."""

    def __init__(self, engine: Engine, revision: str) -> None:
        self.engine = engine
        config = Config()
        config.set_main_option("script_location", str(Path(core.db.migrations.__file__).parent))
        with engine.connect().execution_options(writing=True) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()

    def put(self, table: str, *rows: dict[str, Any]) -> None:
        with self.engine.connect().execution_options(writing=True) as connection:
            connection.execute(insert(self._table(table)), list(rows))
            connection.commit()

    def values(self, table: str, column: str) -> list[Any]:
        found = self._table(table)
        with self.engine.connect() as connection:
            return list(connection.execute(select(found.c[column]).order_by(found.c.id)).scalars())

    def _table(self, name: str) -> Table:
        return Table(name, MetaData(), autoload_with=self.engine)


@pytest.fixture
def at_0009(tmp_path: Path) -> Iterator[OlderDesk]:
    engine = embedded_engine(tmp_path / "store.db", bytes(32))
    yield OlderDesk(engine, "0009")
    engine.dispose()


def person_record(number: int, **stated: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("full_name", "name_key", "email", "email_key", "phone", "company", "country"), "")
    ages = {"birth_date": None, "stated_age": None, "collected_at": LONG_AGO}
    plain = {"id": number, "person_id": number, "external_id": f"u{number}", "source": "people", "role": ""}
    known = {"origin": "enrolment", "policy_version": "not known", "choices": {}, "extra": {}, "digest": "d"}
    return texts | ages | plain | known | {"run_id": 0, "row_number": 0, "version": 1} | stated


def test_whom_a_record_shows_to_have_been_a_child_is_locked(at_0009: OlderDesk) -> None:
    stated = [
        {"stated_age": 9},
        {"stated_age": 13},
        {"birth_date": date(2001, 5, 4)},
        {"birth_date": date(1980, 1, 1)},
    ]
    new = {"under_13": False, "created_at": LONG_AGO, "version": 1}
    at_0009.put("person", *({"id": number} | new for number in range(1, 5)))
    at_0009.put("person_record", *(person_record(number, **one) for number, one in enumerate(stated, 1)))
    bring_up_to_date(at_0009.engine)
    assert at_0009.values("person", "under_13") == [True, False, True, False]
    assert at_0009.values("person", "version") == [2, 1, 2, 1]


def test_a_subject_and_the_answer_to_it_stay_when_subjects_may_be_longer(at_0009: OlderDesk) -> None:
    at_0009.put("person", {"id": 1, "under_13": False, "created_at": LONG_AGO, "version": 1})
    at_0009.put("person_record", person_record(1))
    contact = {"id": 1, "external_id": "c1", "kind": "problem", "state": "answered", "person_id": 1}
    said = {"record_id": 1, "subject": "Help", "body": "Help.", "received_at": LONG_AGO, "digest": "d"}
    at_0009.put("contact", contact | said | {"version": 1})
    at_0009.put("contact_answer", {"id": 1, "contact_id": 1, "by": 1, "at": LONG_AGO, "text": "Done."})
    bring_up_to_date(at_0009.engine)
    assert at_0009.values("contact", "subject") == ["Help"]
    assert at_0009.values("contact_answer", "text") == ["Done."]
