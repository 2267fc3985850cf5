"""How a desk's server is named."""

import pytest
from sqlalchemy import make_url

from core.errors import BadInput
from core.workstation import server_address


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("db.example.com", "db.example.com", None),
        ("db.example.com:5433", "db.example.com", 5433),
        (" [::1]:5433 ", "::1", 5433),
    ],
)
def test_a_server_is_named_by_its_host_and_its_port(given: str, host: str, port: int | None) -> None:
    url = make_url(server_address(given, "desk", "who", "p@ss/word"))
    assert (url.host, url.port, url.database, url.username, url.password) == (
        host,
        port,
        "desk",
        "who",
        "p@ss/word",
    )


def test_the_folder_of_a_socket_names_a_server_too() -> None:
    assert make_url(server_address("/var/run/postgresql", "desk")).query == {"host": "/var/run/postgresql"}


@pytest.mark.parametrize(
    "given", ["", "db.example.com:port", "who@db.example.com", "db.example.com/desk", "[::1", "a b?c"]
)
def test_what_names_no_server_is_told(given: str) -> None:
    with pytest.raises(BadInput, match=r"db\.example\.com:5433"):
        server_address(given, "desk")
