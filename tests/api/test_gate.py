"""The gate before what is for operators: a table of who comes how, and what follows."""

from ipaddress import ip_network
from typing import Any

import pytest

from appliance.api import edge
from appliance.api.asgi import App, Receive, Scope, Send
from appliance.api.auth import Authenticator
from appliance.api.gate import Gate
from appliance.models.audit import AuditRow, Outcome, record
from appliance.models.base import Role
from appliance.models.change import Change, ChangeKind
from appliance.models.identity import PersonalAccessToken, hash_token
from tests.api.calling import Answer, call
from tests.api.house import House
from tests.factories import make_user

TOKEN = "an-ops-token-of-some-length"
NETWORKS = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
INSIDE, OUTSIDE = ("10.1.2.3", 999), ("192.0.2.1", 999)


async def numbers(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what only operators should see."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"numbers"})


def authenticator(house: House) -> Authenticator:
    return Authenticator(
        database=house.database, accounts=house.accounts, tokens=house.tokens
    )


@pytest.fixture
def gate(house: House) -> Gate:
    failures = house.core.failures
    return Gate(authenticator(house), failures=failures, token=TOKEN, networks=NETWORKS)


async def visit(app: App, authorization: str = "", **changes: Any) -> Answer:
    """Come through an edge that trusts every proxy inside."""
    headers = {"host": "notes.example", **changes.pop("headers", {})}
    if authorization:
        headers["authorization"] = authorization
    through = edge.wrap(app, trusted_proxies=NETWORKS)
    return await call(through, "GET", "/metrics", headers=headers, **changes)


async def token_of(house: House, role: Role) -> str:
    """Give a user of this role a personal access token."""
    user = await make_user(house.database, role.name.lower(), role=role)
    text = "memos_pat_" + role.name.lower() * 8
    async with house.database.write() as transaction:
        await PersonalAccessToken.create(
            using_db=transaction.connection,
            uid=role.name,
            user_id=user.id,
            token_hash=hash_token(text),
            create_time=0,
        )
        transaction.record(Change(kind=ChangeKind.TOKEN_CREATED, name="x"))
    return text


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
        ("Bearer", 401),
        ("Bearer " + "x" * 5000, 401),
        ("Bearer \xff\xfe", 401),
    ],
)
async def test_the_ops_token_opens(gate: Gate, header: str, status: int) -> None:
    answer = await visit(gate.before(numbers), header)
    assert answer.status == status
    assert (answer.body == b"numbers") is (status == 200)


async def test_a_refusal_says_how_to_do_better_and_nothing_else(gate: Gate) -> None:
    answer = await visit(gate.before(numbers))
    assert answer.body == b'{"message": "authentication required"}'
    assert answer.header("www-authenticate") == "Bearer"
    assert answer.header("cache-control") == "no-store"


async def test_administrators_may_and_other_users_may_not(
    house: House, gate: Gate
) -> None:
    for role, status in ((Role.ADMIN, 200), (Role.USER, 403)):
        token = await token_of(house, role)
        answer = await visit(gate.before(numbers), f"Bearer {token}")
        assert answer.status == status


async def test_a_refused_credential_is_told(house: House, gate: Gate) -> None:
    for header in ("", "Bearer wrong", "Bearer wrong", f"Bearer {TOKEN}"):
        await visit(gate.before(numbers), header)
    await house.core.failures.flush()
    told = await AuditRow.get(kind="operator.refused")
    assert (told.times, told.outcome, told.actor) == (2, Outcome.FAILED, "")
    assert told.address
    assert "wrong" not in told.detail + told.target


async def test_what_operators_do_comes_from_them(house: House, gate: Gate) -> None:
    async def act(scope: Scope, receive: Receive, send: Send) -> None:
        await record(house.database, "backup.created")
        await numbers(scope, receive, send)

    token = await token_of(house, Role.ADMIN)
    for header in (f"Bearer {TOKEN}", f"Bearer {token}"):
        await visit(gate.before(act), header)
    told = await AuditRow.filter(kind="backup.created").order_by("id")
    assert [row.actor.partition("/")[0] for row in told] == ["operators", "users"]


async def test_without_an_ops_token_none_opens(house: House) -> None:
    closed = Gate(authenticator(house), failures=house.core.failures)
    for header in ("", "Bearer ", f"Bearer {TOKEN}"):
        assert (await visit(closed.before(numbers, local=True), header)).status == 401


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (INSIDE, {}, 200),
        (("fd00::1", 9), {}, 200),
        (("::ffff:10.9.9.9", 9), {}, 200),
        (OUTSIDE, {}, 401),
        (("127.0.0.1", 9), {}, 401),
        (None, {}, 401),
        (("", 0), {}, 401),
        (INSIDE, {"x-forwarded-for": "10.1.1.1"}, 401),
        (INSIDE, {"x-forwarded-for": ""}, 401),
        (INSIDE, {"x-forwarded-proto": "https"}, 401),
        (INSIDE, {"x-forwarded-whatever": "1"}, 401),
        (INSIDE, {"forwarded": "for=10.1.1.1"}, 401),
        (INSIDE, {"x-real-ip": "10.1.1.1"}, 401),
        (INSIDE, {"via": "1.1 proxy"}, 401),
        (INSIDE, {"cf-connecting-ip": "10.1.1.1"}, 401),
        (OUTSIDE, {"x-forwarded-for": "10.1.1.1"}, 401),
    ],
)
async def test_named_networks_are_judged_by_the_socket(
    gate: Gate, client: Any, headers: dict[str, str], status: int
) -> None:
    guarded = gate.before(numbers, local=True)
    assert (await visit(guarded, headers=headers, client=client)).status == status
    strict = gate.before(numbers)
    assert (await visit(strict, headers=headers, client=client)).status == 401


async def test_without_an_edge_nobody_is_local(gate: Gate) -> None:
    guarded = gate.before(numbers, local=True)
    headers = {"host": "notes.example"}
    answer = await call(guarded, "GET", "/metrics", headers=headers, client=INSIDE)
    assert answer.status == 401
