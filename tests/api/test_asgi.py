"""What every transport asks of a scope."""

from appliance.api.asgi import client_address, find_header, local_path
from tests.api.calling import scope_of


def test_local_path_leaves_out_what_the_application_is_mounted_under() -> None:
    scope = scope_of("GET", "/notes/api/v1/memos", root_path="/notes")
    assert local_path(scope) == "/api/v1/memos"
    assert local_path(scope_of("GET", "/notes/api")) == "/notes/api"


def test_find_header_returns_the_first_of_a_name() -> None:
    scope = scope_of("GET", "/", [(b"x-a", b"1"), (b"x-a", b"2"), (b"x-b", b"\xe9")])
    assert find_header(scope, b"x-a") == "1"
    assert find_header(scope, b"x-b") == "é"
    assert find_header(scope, b"x-c") is None


def test_client_address_is_none_on_a_unix_socket() -> None:
    assert client_address(scope_of("GET", "/")) == "192.0.2.1:40000"
    assert client_address(scope_of("GET", "/", client=None)) is None
