"""Sockets: bound early, listening late, refused in one sentence."""

import socket
from pathlib import Path

import pytest

from appliance.errors import UnavailableError
from appliance.ops import sockets
from appliance.values import Address

LOOPBACK = Address(host="127.0.0.1", port=0)


def test_all_addresses_share_one_port() -> None:
    bound = sockets.bind_tcp(Address(host="", port=0))
    try:
        assert len({opened.getsockname()[1] for opened in bound}) == 1
        assert "0.0.0.0" in {opened.getsockname()[0] for opened in bound}  # noqa: S104 - compared
        assert all(
            opened.family in (socket.AF_INET, socket.AF_INET6) for opened in bound
        )
    finally:
        sockets.close_all(bound)


def test_bound_is_not_yet_listening() -> None:
    bound = sockets.bind_tcp(LOOPBACK)
    try:
        place = bound[0].getsockname()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place)
        sockets.listen(bound, 8)
        socket.create_connection(place).close()
    finally:
        sockets.close_all(bound)


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UnavailableError, match=rf"127\.0\.0\.1:{port}.*--port"):
            sockets.bind_tcp(Address(host="127.0.0.1", port=port))


def test_a_port_taken_between_binding_and_listening_is_named() -> None:
    bound = sockets.bind_tcp(LOOPBACK)
    try:
        with (
            socket.create_server(bound[0].getsockname()),
            pytest.raises(UnavailableError, match="in use"),
        ):
            sockets.listen(bound, 8)
    finally:
        sockets.close_all(bound)


@pytest.mark.parametrize("host", ["192.0.2.1", "not.a.name.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(UnavailableError, match=f"Cannot listen on {host}:0"):
        sockets.bind_tcp(Address(host=host, port=0))


def test_a_socket_file_is_for_owner_and_group(tmp_path: Path) -> None:
    path = tmp_path / "s"
    bound = sockets.bind_unix(path)
    assert path.stat().st_mode & 0o777 == 0o660
    assert sockets.describe(bound[0]) == f"unix:{path}"
    sockets.close_all(bound)
    sockets.close_all(bound)


def test_a_socket_file_that_nobody_serves_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    sockets.close_all(sockets.bind_unix(path))


def test_a_socket_file_in_use_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    bound = sockets.bind_unix(path)
    sockets.listen(bound, 8)
    try:
        with pytest.raises(UnavailableError, match="Another server listens"):
            sockets.bind_unix(path)
        assert path.exists()
    finally:
        sockets.close_all(bound)


def test_another_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with pytest.raises(UnavailableError, match="not a socket"):
        sockets.bind_unix(path)
    assert path.read_text() == "mine"


def test_a_socket_file_in_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no such file"):
        sockets.bind_unix(tmp_path / "absent" / "s")


def test_ipv6_is_described_with_brackets() -> None:
    with socket.socket(socket.AF_INET6) as opened:
        assert sockets.describe(opened) == "http://[::]:0"
