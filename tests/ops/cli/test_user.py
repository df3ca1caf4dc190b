"""`appliance user` as an operator calls it."""

import io
import sys

import httpx
import pytest

from tests.ops.cli.calling import Console
from tests.servers import ADMIN, PASSWORD, Server, prepared_server, sign_up


def test_accounts_are_made_and_listed(instance: Console) -> None:
    first = instance.facts("user", "create", "anna")
    assert first["role"] == "ADMIN"
    assert len(first["password"]) > 20
    made = instance.facts(
        *("user", "create", "ben", "--role", "admin", "--email", "b@example.org"),
        *("--display-name", "Ben"),
    )
    assert made["role"] == "ADMIN"
    instance.facts("user", "create", "cleo")
    listed = instance.facts("user", "list")
    assert [each["username"] for each in listed] == ["anna", "ben", "cleo"]
    assert listed[1]["displayName"] == "Ben"
    assert listed[1]["email"] == "b@example.org"
    assert (listed[2]["role"], listed[2]["memos"]) == ("USER", 0)
    shown = instance.call("user", "list").stdout
    assert "b@example.org" in shown
    assert "$argon2" not in shown


def test_roles_and_states_change(instance: Console) -> None:
    for name in ("anna", "ben"):
        instance.facts("user", "create", name)
    assert "last administrator" in instance.refusal(
        "user", "set-role", "anna", "USER", code=2
    )
    assert "last administrator" in instance.refusal("user", "archive", "anna", code=2)
    assert instance.facts("user", "set-role", "ben", "ADMIN")["role"] == "ADMIN"
    assert instance.facts("user", "archive", "anna")["state"] == "ARCHIVED"
    assert instance.facts("user", "unarchive", "anna")["state"] == "NORMAL"
    assert "archived" in instance.call("user", "archive", "anna").stdout
    assert "USER" in instance.call("user", "set-role", "anna", "USER").stdout


def test_deleting_is_asked_for_first(instance: Console) -> None:
    for name in ("anna", "ben"):
        instance.facts("user", "create", name)
    assert "--yes" in instance.refusal("user", "delete", "ben", code=2)
    assert len(instance.facts("user", "list")) == 2
    assert instance.facts("user", "delete", "ben", "--yes")["username"] == "ben"
    assert len(instance.facts("user", "list")) == 1
    refused = instance.refusal("user", "delete", "ben", "--yes", code=1)
    assert "There is no account ben." in refused


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "no spaces"),
        ("create", "anna", "--role", "KING"),
        ("set-role", "anna"),
        ("sessions", "--revoke"),
        ("list", "--fast"),
    ],
)
def test_wrong_use_is_2(instance: Console, arguments: tuple[str, ...]) -> None:
    assert instance.refusal("user", *arguments, code=2)


def test_a_name_is_taken_once(instance: Console) -> None:
    instance.facts("user", "create", "anna")
    assert "taken" in instance.refusal("user", "create", "anna", code=1)


def test_passwords_come_over_standard_input(
    instance: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance.facts("user", "create", "anna")
    monkeypatch.setattr(sys, "stdin", io.StringIO("given by me\n"))
    done = instance.call("user", "reset-password", "anna", "--password-stdin")
    assert "given by me" not in done.stdout + done.stderr
    assert done.returncode == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    command = ("user", "reset-password", "anna", "--password-stdin")
    assert "no password" in instance.refusal(*command, code=2)


def test_a_reset_holds_at_once_in_a_running_server(console: Console) -> None:
    with prepared_server() as server:
        server.start()
        console.place = ["--data", str(server.data), *server.flags]
        sign_up(server)
        (session,) = console.facts("user", "sessions", ADMIN)
        assert session["address"] == "127.0.0.1"
        password = console.facts("user", "reset-password", ADMIN)["password"]
        assert console.facts("user", "sessions") == []
        assert _sign_in(server, "wrong").status_code != 200
        assert _sign_in(server, PASSWORD).status_code != 200
        assert _sign_in(server, password).status_code == 200
        console.facts("user", "create", "ben")
        assert console.facts("user", "archive", "ben")["state"] == "ARCHIVED"
        assert console.facts("user", "list")[1]["state"] == "ARCHIVED"
        assert console.facts("user", "sessions", ADMIN, "--revoke")["ended"] == 1
        assert password not in server.log


def _sign_in(server: Server, password: str) -> httpx.Response:
    credentials = {"username": ADMIN, "password": password}
    return httpx.post(
        f"{server.base_url}/api/v1/auth/signin",
        json={"passwordCredentials": credentials},
    )
