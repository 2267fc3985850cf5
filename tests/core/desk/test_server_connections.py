"""Connections to a desk's server: none stays open after its engine was disposed."""

import pytest
from sqlalchemy import text

from core.db.server import server_engine, server_url
from tests.server import Cluster

pytestmark = pytest.mark.server


@pytest.mark.parametrize("late", [False, True])
def test_a_connection_is_closed_whether_it_comes_back_before_the_engine_goes_or_after(
    cluster: Cluster,
    late: bool,  # noqa: FBT001  # a case
) -> None:
    engine = server_engine(server_url(cluster.url("postgres")), role="")
    connection = engine.connect()
    connection.execute(text("SELECT 1"))
    underneath = connection.connection.driver_connection
    assert underneath is not None
    for step in (engine.dispose, connection.close) if late else (connection.close, engine.dispose):
        step()
    assert underneath.closed


def test_a_connection_that_comes_back_in_time_is_used_again(cluster: Cluster) -> None:
    engine = server_engine(server_url(cluster.url("postgres")), role="")
    with engine.connect() as first:
        underneath = first.connection.driver_connection
    with engine.connect() as second:
        assert second.connection.driver_connection is underneath
    engine.dispose()
