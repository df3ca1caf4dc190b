"""NOTIFICATION: the password stays with the server that it belongs to."""

from typing import Any

import pytest

from appliance.api.settings.notification import (
    Email,
    Setting,
    admit,
    complete,
    redact,
)
from appliance.errors import InvalidArgumentError

SERVER: dict[str, Any] = {
    "smtp_host": "mail.example.org",
    "smtp_port": 587,
    "smtp_username": "notes",
    "from_email": "notes@example.org",
    "use_tls": True,
}
STORED = {**SERVER, "enabled": True, "smtp_password": "p"}


def setting(**fields: Any) -> Setting:
    return Setting(email=Email(**fields))


def admitted(**fields: Any) -> Email:
    value = setting(**fields)
    admit(value, setting(**STORED))
    assert value.email
    return value.email


def test_blank_password_keeps_the_stored_one() -> None:
    assert admitted(**SERVER, enabled=True, from_name="N").smtp_password == "p"
    assert admitted(**SERVER).smtp_password == "p"


def test_given_password_replaces_the_stored_one() -> None:
    assert admitted(**SERVER, enabled=True, smtp_password="q").smtp_password == "q"


@pytest.mark.parametrize(
    "change",
    [
        {"smtp_host": "evil.example.org"},
        {"smtp_port": 25},
        {"smtp_username": "other"},
        {"use_tls": False},
        {"use_tls": False, "use_ssl": True},
    ],
)
def test_password_is_not_carried_to_another_server(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match="smtp password is required"):
        admitted(**{**SERVER, "enabled": True, **change})
    # Switched off nothing is sent, and nothing is kept.
    assert admitted(**{**SERVER, **change}).smtp_password == ""


def test_server_without_a_password_needs_none() -> None:
    value = setting(**SERVER, enabled=True)

    admit(value, Setting())

    assert value.email == Email(**SERVER, enabled=True)


def test_switching_off_needs_nothing() -> None:
    assert admitted() == Email()
    value = Setting()
    admit(value, setting(**STORED))
    assert value == Setting(email=Email())


@pytest.mark.parametrize(
    "change",
    [
        {"use_ssl": True},
        {"smtp_port": 0},
        {"smtp_port": 65_536},
        {"smtp_host": ""},
        {"from_email": "nobody"},
        {"from_email": ""},
        {"from_email": "a@example.org\r\nBcc: b@example.org"},
        {"reply_to": "nobody"},
    ],
)
def test_what_could_never_send_is_not_switched_on(change: dict[str, Any]) -> None:
    usable = {**SERVER, "smtp_password": "p"}
    admitted(**usable, enabled=True)

    admitted(**{**usable, **change})
    with pytest.raises(InvalidArgumentError):
        admitted(**{**usable, "enabled": True, **change})


def test_nobody_reads_the_password() -> None:
    value = setting(**STORED)

    complete(value)
    redact(value, is_admin=True)

    assert value == setting(**SERVER, enabled=True)
