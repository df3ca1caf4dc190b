"""Mail about notifications: who gets one, with which words, and how often."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from appliance.api.outgoing import mailer as module
from appliance.models.base import State
from appliance.models.change import Change, ChangeKind
from appliance.models.notification import Notification
from appliance.models.runner import find_place
from appliance.models.user import User
from tests.api.house import House, Visitor
from tests.api.outgoing.post_office import LOOPBACK, PostOffice, open_post_office
from tests.api.outgoing.workshop import jobs_of, until


async def edit(house: House, visitor: Visitor, **fields: Any) -> None:
    """Change an account the way the server does."""
    async with house.database.write() as transaction:
        mine = User.filter(id=visitor.user.id).using_db(transaction.connection)
        await mine.update(**fields)
        kind = ChangeKind.USER_UPDATED
        transaction.record(
            Change(kind=kind, name=visitor.name, owner_id=visitor.user.id)
        )


@pytest.fixture
async def people(house: House) -> tuple[Visitor, Visitor]:
    """Sign in two who know each other; the first has an address."""
    ann, bob = await house.user("ann"), await house.user("bob")
    await edit(house, ann, email="ann@example.org")
    await edit(house, bob, display_name="Bob\r\nBcc: x@y.z")
    await ann.write("m", "hello", visibility="PUBLIC")
    return ann, bob


async def configure(house: House, office: PostOffice, **changes: Any) -> None:
    email = {
        "enabled": True,
        "smtpHost": LOOPBACK,
        "smtpPort": office.port,
        "fromEmail": "memos@example.org",
        **changes,
    }
    await house.settings.set("NOTIFICATION", {"email": email}, None)


async def comment(visitor: Visitor, content: str = "nice") -> None:
    await visitor.ok(
        "MemoService/CreateMemoComment", name="memos/m", comment={"content": content}
    )


@asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """Let the jobs of one process run."""
    async with jobs_of(house).working():

        async def begun() -> bool:
            rows = await house.database.read("SELECT name FROM appliance_runner")
            return module.PLACE in {row["name"] for row in rows}

        await until(begun)
        yield


async def caught_up(house: House) -> None:
    """Wait until all that happened so far is mailed or passed over."""
    newest = max(await house.database.sequence(), 1)

    async def holds() -> bool:
        place = await find_place(house.database, module.PLACE)
        return bool(place.sequence >= newest)

    await house.settings.set("MARK", newest, None)
    await until(holds)


async def test_comment_is_mailed_to_the_owner(
    house: House, people: tuple[Visitor, Visitor]
) -> None:
    _, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office)
        await comment(bob, "nice #memo")
        (mail,) = await office.received(1)
    name = "Bob Bcc: x@y.z"
    assert office.receivers == [["ann@example.org"]]
    assert mail["Subject"] == f"[Memos] {name} commented on your memo"
    assert mail["Bcc"] is None
    text: str = mail.get_content()
    memo = (await Notification.get()).memo_id
    (row,) = await house.database.read(
        "SELECT uid FROM appliance_memo WHERE id = ?", (memo,)
    )
    assert "nice" in text
    assert f"https://memos.example.org/memos/{row['uid']}" in text


async def test_mention_is_mailed(house: House, people: tuple[Visitor, Visitor]) -> None:
    _, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office)
        await bob.write("b", "hello @ann", visibility="PUBLIC")
        (mail,) = await office.received(1)
    assert mail["Subject"].endswith("mentioned you in a memo")


async def test_nobody_is_mailed_without_a_reason(
    house: House, people: tuple[Visitor, Visitor]
) -> None:
    ann, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office, enabled=False)
        await comment(bob)
        await caught_up(house)
        await configure(house, office)
        await ann.ok(
            "MemoService/CreateMemoComment",
            name="memos/m",
            comment={"content": "my own"},
        )
        await edit(house, ann, email="")
        await comment(bob)
        await caught_up(house)
    assert await Notification.all().count() == 2
    assert office.mails == []


async def test_archived_users_and_unreadable_memos_are_not_mailed(
    house: House, people: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRIES", (0.3,))
    ann, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office)
        office.refusals = ["451 later"]
        await bob.write("b", "hello @ann", visibility="PUBLIC")

        async def refused() -> bool:
            return not office.refusals

        await until(refused)
        # Before the next try the memo is not for her eyes any more.
        await bob.change("b", visibility="PRIVATE")
        await caught_up(house)
        await edit(house, ann, state=State.ARCHIVED.value)
        await comment(bob)
        await caught_up(house)
    assert office.mails == []


async def test_mail_is_tried_again_and_given_up(
    house: House, people: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRIES", (0.01, 0.01))
    _, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office)
        office.refusals = ["451 later", "451 later"]
        await comment(bob, "first")
        await office.received(1)
        office.refusals = ["451 later"] * 3
        await comment(bob, "second")
        await caught_up(house)
        office.refusals = ["554 never"]
        await comment(bob, "third")
        await caught_up(house)
        await comment(bob, "fourth")
        first, last = await office.received(2)
    assert "first" in first.get_content()
    assert "fourth" in last.get_content()
    assert first["Message-ID"] != last["Message-ID"]
    assert first["Message-ID"].startswith("<notification-")


async def test_restart_sends_what_was_left_and_nothing_twice(
    house: House, people: tuple[Visitor, Visitor]
) -> None:
    _, bob = people
    async with open_post_office() as office:
        await configure(house, office)
        async with working(house):
            await comment(bob, "first")
            await office.received(1)
            await caught_up(house)
        await comment(bob, "second")
        async with working(house):
            await office.received(2)
            await caught_up(house)
    texts = [mail.get_content() for mail in office.mails]
    assert ["first" in texts[0], "second" in texts[1]] == [True, True]
    assert len(texts) == 2


async def test_old_news_is_no_news(
    house: House, people: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_AGE", -5)
    _, bob = people
    async with open_post_office() as office, working(house):
        await configure(house, office)
        await comment(bob)
        await caught_up(house)
    assert office.mails == []


async def test_instance_without_an_address_mails_nothing(
    closed_house: House,
) -> None:
    house = closed_house
    ann, bob = await house.user("ann"), await house.user("bob")
    await edit(house, ann, email="ann@example.org")
    await ann.write("m", "hello", visibility="PUBLIC")
    async with open_post_office() as office, working(house):
        await configure(house, office)
        await comment(bob)
        await caught_up(house)
    assert await Notification.exists()
    assert office.mails == []
