"""Trying the mail server: with what is sent, or with what is stored."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.api.house import House, Visitor
from tests.api.outgoing.post_office import LOOPBACK, PostOffice, open_post_office

TRY = "InstanceService/TestInstanceEmailSetting"
SETTING = "instance/settings/NOTIFICATION"
PASSWORD = "word"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office(login=True) as serving:
        yield serving


@pytest.fixture
def email(office: PostOffice) -> dict[str, Any]:
    return {
        "enabled": True,
        "smtpHost": LOOPBACK,
        "smtpPort": office.port,
        "smtpUsername": "notes",
        "smtpPassword": PASSWORD,
        "fromEmail": "notes@example.org",
    }


async def store(boss: Visitor, email: dict[str, Any]) -> None:
    setting = {"name": SETTING, "notificationSetting": {"email": email}}
    await boss.ok("InstanceService/UpdateInstanceSetting", setting=setting)


async def test_message_goes_through_the_given_server(
    boss: Visitor, office: PostOffice, email: dict[str, Any]
) -> None:
    # Trying comes before switching on.
    sent = email | {"enabled": False}

    assert await boss.ok(TRY, email=sent, recipientEmail=" a@example.org ") == {}

    assert office.receivers == [["a@example.org"]]
    assert office.mails[0]["From"] == "notes@example.org"


async def test_stored_setting_is_tried_when_none_is_given(
    boss: Visitor, office: PostOffice, email: dict[str, Any]
) -> None:
    await store(boss, email)

    await boss.ok(TRY, recipientEmail="a@example.org")

    assert office.logins == [("notes", PASSWORD)]


async def test_blank_password_is_the_stored_one(
    boss: Visitor, office: PostOffice, email: dict[str, Any]
) -> None:
    await store(boss, email)
    blank = email | {"smtpPassword": "", "fromName": "Notes"}

    await boss.ok(TRY, email=blank, recipientEmail="a@example.org")

    assert office.logins == [("notes", PASSWORD)]


async def test_stored_password_is_not_sent_elsewhere(
    boss: Visitor, office: PostOffice, email: dict[str, Any]
) -> None:
    await store(boss, email | {"smtpHost": "mail.example.org"})
    for enabled in (True, False):
        sent = email | {"smtpPassword": "", "enabled": enabled}
        refusal = await boss.refused(TRY, email=sent, recipientEmail="a@example.org")
        assert refusal[0] == "invalid_argument"
        assert refusal[1].startswith("smtp password is required")

    assert office.logins == []


async def test_faulty_requests_are_refused(boss: Visitor, email: Any) -> None:
    required = ("invalid_argument", "recipient email is required")
    assert await boss.refused(TRY, email=email) == required
    assert await boss.refused(TRY, email=email, recipientEmail=" ") == required
    for recipient in ("nobody", "a@example.org\r\nBcc: b@example.org"):
        code, _ = await boss.refused(TRY, email=email, recipientEmail=recipient)
        assert code == "invalid_argument"
    # Nothing is stored that could be tried.
    code, _ = await boss.refused(TRY, recipientEmail="a@example.org")
    assert code == "invalid_argument"


async def test_server_that_is_away_is_unavailable(
    boss: Visitor, email: dict[str, Any]
) -> None:
    away = email | {"smtpPort": 1}
    code, message = await boss.refused(TRY, email=away, recipientEmail="a@example.org")

    assert code == "unavailable"
    assert message.startswith("failed to send test email: failed to connect")
    assert PASSWORD not in message


async def test_only_administrators_try(house: House, ann: Visitor) -> None:
    assert (await ann.refused(TRY))[0] == "permission_denied"
    assert (await house.anonymous.refused(TRY))[0] == "unauthenticated"
