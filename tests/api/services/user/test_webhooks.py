"""Webhooks: who may have them, where they may point, and their secrets."""

import re
from typing import Any

import pytest

from appliance.api.outgoing.targets import ForbiddenTargetError, Policy
from appliance.api.services.user import webhooks as module
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.webhook import Webhook
from tests.api.house import House, Visitor

URL = "http://93.184.215.14/hook"
DENIED = ("permission_denied", "permission denied")
MISSING = ("not_found", "webhook not found")
CREATE = "UserService/CreateUserWebhook"
UPDATE = "UserService/UpdateUserWebhook"
DELETE = "UserService/DeleteUserWebhook"
LIST = "UserService/ListUserWebhooks"
SECRET = "UserService/GetUserWebhookSigningSecret"


async def make(visitor: Visitor, parent: str = "", **webhook: Any) -> Any:
    fields = {"url": URL, **webhook}
    return await visitor.ok(CREATE, parent=parent or visitor.name, webhook=fields)


async def change(visitor: Visitor, name: str, mask: str | None, **webhook: Any) -> Any:
    request = {"webhook": {"name": name, **webhook}}
    return await visitor.ok(
        UPDATE, **request, **({} if mask is None else {"updateMask": mask})
    )


async def secret_of(visitor: Visitor, name: str) -> str:
    secret: str = (await visitor.ok(SECRET, name=name))["signingSecret"]
    return secret


async def test_webhook_is_made_and_its_secret_is_answered_apart(house: House) -> None:
    ann = await house.user("ann")
    made = await make(ann, displayName="First")

    assert re.fullmatch("users/ann/webhooks/[0-9a-f]{16}", made["name"])
    assert made == {
        "name": made["name"],
        "url": URL,
        "displayName": "First",
        "createTime": None,
        "updateTime": None,
        "signingSecret": "",
        "signingSecretSet": True,
    }
    assert await ann.ok(LIST, parent="users/ann") == {"webhooks": [made]}
    assert re.fullmatch(r"whsec_[\w+/]{43}=", await secret_of(ann, made["name"]))
    (row,) = await ChangeRow.filter(kind=ChangeKind.WEBHOOK_UPDATED)
    assert row.name == made["name"]
    assert row.owner_id == ann.user.id


async def test_owner_and_administrator_may(house: House) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    bob = await house.user("bob")
    name = (await make(boss, "users/ann", signingSecret="own"))["name"]

    assert await secret_of(boss, name) == await secret_of(ann, name) == "own"
    assert len((await boss.ok(LIST, parent="users/ann"))["webhooks"]) == 1
    assert await bob.refused(LIST, parent="users/ann") == DENIED
    assert await bob.refused(CREATE, parent="users/ann", webhook={"url": URL}) == DENIED
    assert await bob.refused(SECRET, name=name) == DENIED
    assert await bob.refused(DELETE, name=name) == DENIED
    assert await bob.refused(UPDATE, webhook={"name": name}) == DENIED
    code, _ = await house.anonymous.refused(LIST, parent="users/ann")
    assert code == "unauthenticated"
    # Under one's own name the webhook of another does not exist.
    mine = name.replace("ann", "bob")
    assert await bob.refused(SECRET, name=mine) == MISSING
    assert await bob.refused(DELETE, name=mine) == MISSING
    assert await Webhook.all().count() == 1


async def test_mask_says_what_changes(house: House) -> None:
    ann = await house.user("ann")
    name = (await make(ann, displayName="a", signingSecret="s"))["name"]

    assert (await change(ann, name, "displayName", displayName="b"))[
        "displayName"
    ] == "b"
    assert (await change(ann, name, "colour", displayName="x"))["displayName"] == "b"
    changed = await change(ann, name, "url", url="https://1.1.1.1/", displayName="x")
    assert (changed["url"], changed["displayName"]) == ("https://1.1.1.1/", "b")
    await change(ann, name, None, displayName="c")
    row = await Webhook.get()
    assert (row.url, row.display_name, row.signing_secret) == (
        "https://1.1.1.1/",
        "c",
        "s",
    )
    off = await change(ann, name, "signingSecret", signingSecret="")
    assert off["signingSecretSet"] is False
    assert await secret_of(ann, name) == ""


async def test_what_is_gone_is_not_found(house: House) -> None:
    ann = await house.user("ann")
    name = (await make(ann))["name"]
    assert await ann.ok(DELETE, name=name) == {}
    assert await ann.refused(DELETE, name=name) == MISSING
    assert await ann.refused(SECRET, name=name) == MISSING
    assert (
        await ann.refused(UPDATE, webhook={"name": name, "url": URL}, updateMask="url")
        == MISSING
    )
    assert await ann.ok(LIST, parent="users/ann") == {"webhooks": []}


UNRESOLVED = "webhook URL hostname could not be resolved"
RESERVED = "webhook URL must not resolve to a reserved or private IP address"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "webhook URL is required"),
        ("  ", "webhook URL is required"),
        (
            "example.com/x",
            'invalid webhook URL: parse "example.com/x": invalid URI for request',
        ),
        ("ftp://1.1.1.1/", 'webhook URL must use http or https scheme, got "ftp"'),
        ("/x", 'webhook URL must use http or https scheme, got ""'),
        ("http:///x", "webhook URL must have a hostname"),
        ("http://[::1", None),
        ("http://1.1.1.1:port/", None),
        ("http://a b/", None),
        ("http://1.1.1.1/%zz", None),
        ("http://1.1.1.1/" + "x" * 2040, "webhook URL is too long (max 2048)"),
        ("http://127.0.0.1:9/x", RESERVED),
        ("http://localhost/x", RESERVED),
        ("http://[::1]/", RESERVED),
        ("http://10.1.2.3/", RESERVED),
        ("http://169.254.169.254/", RESERVED),
        ("http://[::ffff:192.168.0.1]/", RESERVED),
        (
            "http://2130706433/x",
            f"{UNRESOLVED}: lookup 2130706433: no such host",
        ),
    ],
)
async def test_targets_that_are_refused(
    house: House, url: str, message: str | None
) -> None:
    ann = await house.user("ann")
    name = (await make(ann))["name"]
    expected = message or f'invalid webhook URL: parse "{url}": invalid URI for request'
    refusal = ("invalid_argument", expected)
    assert (
        await ann.refused(CREATE, parent="users/ann", webhook={"url": url}) == refusal
    )
    update = {"webhook": {"name": name, "url": url}, "updateMask": "url"}
    assert await ann.refused(UPDATE, **update) == refusal
    assert [row.url for row in await Webhook.all()] == [URL]


@pytest.mark.parametrize("host", ["0.0.0.0", "100.64.0.1", "[::]", "224.0.0.1"])  # noqa: S104 - nothing is bound here
async def test_what_is_nobodys_may_be_stored_and_is_not_dialled(
    house: House, host: str
) -> None:
    ann = await house.user("ann")

    assert (await make(ann, url=f"http://{host}/"))["url"] == f"http://{host}/"
    with pytest.raises(ForbiddenTargetError):
        await Policy().resolve(host.strip("[]"), 80)


async def test_operator_may_open_private_targets(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Policy, "permits", lambda *_: True)
    assert (await make(await house.user("ann"), url="http://127.0.0.1/"))["url"]


@pytest.mark.parametrize(
    "webhook",
    [
        {"signingSecret": "a\nb"},
        {"signingSecret": "whsec_***"},
        {"displayName": "a\0b"},
        {"displayName": "x" * 256},
    ],
)
async def test_texts_that_are_refused(house: House, webhook: dict[str, str]) -> None:
    ann = await house.user("ann")
    code, _ = await ann.refused(
        CREATE, parent="users/ann", webhook={"url": URL, **webhook}
    )
    assert code == "invalid_argument"
    assert not await Webhook.exists()


async def test_names_that_name_nothing(house: House) -> None:
    ann = await house.user("ann")
    assert await ann.refused(LIST, parent="ann") == (
        "invalid_argument",
        'invalid parent: invalid request "ann"',
    )
    assert await ann.refused(LIST, parent="users/nobody") == (
        "invalid_argument",
        "invalid parent: user not found: users/nobody",
    )
    assert await ann.refused(CREATE, parent="users/ann") == (
        "invalid_argument",
        "webhook is required",
    )
    for name in ("", "users/ann", "users/ann/webhooks/", "users/ann/webhooks/a/b"):
        code, _ = await ann.refused(DELETE, name=name)
        assert code == "invalid_argument"
    for uid in ("x" * 300, "0" * 16):
        assert await ann.refused(DELETE, name=f"users/ann/webhooks/{uid}") == MISSING


async def test_number_of_webhooks_is_bounded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_WEBHOOKS", 2)
    ann = await house.user("ann")
    for _ in range(2):
        await make(ann)
    code, _ = await ann.refused(CREATE, parent="users/ann", webhook={"url": URL})
    assert code == "resource_exhausted"
