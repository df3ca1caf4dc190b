"""Who is calling, and what that caller may reach."""

import time
from pathlib import Path
from typing import Any

import pytest
from connectrpc.errors import ConnectError

from appliance.api import contract
from appliance.api.auth import (
    ADMIN_METHODS,
    BOOTSTRAP_METHODS,
    PUBLIC_METHODS,
    Authenticator,
    current_principal,
    require_principal,
)
from appliance.errors import UnauthenticatedError
from appliance.models.access import Credential
from appliance.models.audit import AuditRow
from appliance.models.base import Role, State
from appliance.models.change import Change, ChangeKind
from appliance.models.database import Database
from appliance.models.identity import SECOND, PersonalAccessToken, hash_token
from appliance.models.user import User
from tests.api.house import House
from tests.factories import make_user

PERSONAL = "memos_pat_" + "a" * 32
LISTS = (BOOTSTRAP_METHODS, PUBLIC_METHODS, ADMIN_METHODS)
REFUSED = ("unauthenticated", "authentication required")
RPCS = sorted(f"{rpc.parent.type_name}/{rpc.name}" for rpc in contract.rpcs())


@pytest.fixture
def authenticator(house: House) -> Authenticator:
    return Authenticator(
        database=house.database, accounts=house.accounts, tokens=house.tokens
    )


async def make_token(
    house: House, user: User, text: str = PERSONAL, **fields: Any
) -> PersonalAccessToken:
    """Store a personal access token as the service does."""
    row = PersonalAccessToken(
        uid=text[-36:],
        user_id=user.id,
        token_hash=hash_token(text),
        create_time=0,
        **fields,
    )
    async with house.database.write() as transaction:
        await row.save(using_db=transaction.connection)
        transaction.record(Change(kind=ChangeKind.TOKEN_CREATED, name="x"))
    return row


async def archive(house: House, user: User) -> None:
    async with house.database.write() as transaction:
        user.state = State.ARCHIVED
        await user.save(using_db=transaction.connection)
        change = Change(kind=ChangeKind.USER_UPDATED, name="x", owner_id=user.id)
        transaction.record(change)


def test_lists_name_rpcs_of_the_contract_and_each_once() -> None:
    assert len(RPCS) > 73
    for names in LISTS:
        assert sorted(names - set(RPCS)) == []
    assert not BOOTSTRAP_METHODS & PUBLIC_METHODS
    assert not ADMIN_METHODS & (BOOTSTRAP_METHODS | PUBLIC_METHODS)


def test_closed_instance_opens_only_what_the_contract_says() -> None:
    assert {name.partition("/")[2] for name in BOOTSTRAP_METHODS} == {
        "SignIn",
        "RefreshToken",
        "GetInstanceProfile",
        "GetInstanceSetting",
        "BatchGetInstanceSettings",
        "ListIdentityProviders",
        "CreateUser",
        "GetSharedMemo",
        "GetPageSettings",
    }


# What an empty request asks of these is for accounts only.
ASKED = {"OverviewService/GetOverview": {"parent": "users/-"}}


async def outcome(house: House, name: str) -> tuple[str, str]:
    """Call a method anonymously, with an empty request where that is enough."""
    rpc = name.removeprefix("memos.api.v1.").removeprefix("appliance.v1.")
    try:
        await house.anonymous.ok(rpc, **ASKED.get(rpc, {}))
    except ConnectError as error:
        return error.code.value, error.message
    return "ok", ""


@pytest.mark.parametrize("public", [True, False])
async def test_every_other_rpc_refuses_nobody(
    database: Database, tmp_path: Path, *, public: bool
) -> None:
    served = await House.build(database, tmp_path, public=public)
    await make_user(served.database)
    open_methods = BOOTSTRAP_METHODS | (PUBLIC_METHODS if public else frozenset())

    for name in RPCS:
        refused = await outcome(served, name) == REFUSED
        assert refused == (name not in open_methods), name


async def test_admin_methods_refuse_plain_users(house: House) -> None:
    await house.user("boss")
    ann = await house.user("ann")

    for name in ADMIN_METHODS:
        rpc = name.partition(".v1.")[2]
        assert await ann.refused(rpc) == ("permission_denied", "permission denied")


async def test_refusals_that_services_give_are_told_too(house: House) -> None:
    boss = await house.user("boss")
    ann = await house.user("ann")
    await boss.write("secret")
    asked: dict[str, dict[str, Any]] = {
        "memos.api.v1.InstanceService/GetInstanceSetting": {
            "name": "instance/settings/STORAGE"
        },
        "memos.api.v1.UserService/DeleteUser": {"name": "users/boss"},
        "memos.api.v1.UserService/ListUserWebhooks": {"parent": "users/boss"},
        "memos.api.v1.UserService/ListPersonalAccessTokens": {"parent": "users/boss"},
    }
    for name, fields in asked.items():
        refused = await ann.refused(name.partition(".v1.")[2], **fields)
        assert refused == ("permission_denied", "permission denied"), name
    role = {"name": "users/ann", "role": "ADMIN"}
    await ann.refused("UserService/UpdateUser", user=role, updateMask="role")
    # Everyday life is no attack: somebody's private memo, a name that is taken.
    await ann.refused("MemoService/GetMemo", name="memos/secret")

    await house.core.failures.flush()
    told = await AuditRow.filter(kind="operator.refused")
    wanted = {*asked, "memos.api.v1.UserService/UpdateUser"}
    assert {row.target for row in told} == wanted
    assert {row.actor for row in told} == {"users/ann"}


async def test_nobody_is_signed_in_outside_a_call() -> None:
    assert current_principal() is None
    with pytest.raises(UnauthenticatedError, match="authentication required"):
        require_principal()


async def test_access_token_speaks_for_its_user(
    house: House, authenticator: Authenticator
) -> None:
    boss, ann = await house.user("boss"), await house.user("ann")
    for who, role in ((boss, Role.ADMIN), (ann, Role.USER)):
        principal = await authenticator.authenticate(who.headers["authorization"])

        assert principal is not None
        assert principal.user_id == who.user.id
        assert principal.username == who.user.username
        assert principal.role is role
        assert principal.credential is Credential.ACCESS_TOKEN


@pytest.mark.parametrize(
    "form", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer  {}", "Bearer {} "]
)
@pytest.mark.parametrize("kind", ["access", "personal"])
async def test_header_forms_that_are_understood(
    house: House, authenticator: Authenticator, form: str, kind: str
) -> None:
    ann = await house.user("ann")
    await make_token(house, ann.user)
    access = ann.headers["authorization"].split()[1]
    token = access if kind == "access" else PERSONAL

    assert await authenticator.authenticate(form.format(token)) is not None


@pytest.mark.parametrize(
    "form",
    [
        *("", "{}", "Bearer", "Bearer ", "Bearer {} word", "Token {}", "Basic {}"),
        *("Bearer{}", " Bearer {}", "Bearer {}x", "Bearer x{}", "Bearer memos_pat_"),
        *("Bearer garbage", "Bearer a.b.c", "Bearer memos_pat_" + "b" * 32),
    ],
)
@pytest.mark.parametrize("kind", ["access", "personal"])
async def test_header_forms_that_are_nobody(
    house: House, authenticator: Authenticator, form: str, kind: str
) -> None:
    ann = await house.user("ann")
    await make_token(house, ann.user)
    access = ann.headers["authorization"].split()[1]
    token = access if kind == "access" else PERSONAL

    assert await authenticator.authenticate(form.format(token)) is None


async def test_cut_token_is_nobody(house: House, authenticator: Authenticator) -> None:
    ann = await house.user("ann")
    await make_token(house, ann.user)

    for header in (ann.headers["authorization"], f"Bearer {PERSONAL}"):
        assert await authenticator.authenticate(header[:-1]) is None


async def test_access_token_ends_with_its_time_also_when_it_was_seen_before(
    house: House, authenticator: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await house.user("ann")
    header = ann.headers["authorization"]
    assert await authenticator.authenticate(header) is not None

    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert await authenticator.authenticate(header) is None


async def test_archived_user_is_nobody_at_once(
    house: House, authenticator: Authenticator
) -> None:
    ann = await house.user("ann")
    await make_token(house, ann.user)
    headers = (ann.headers["authorization"], f"Bearer {PERSONAL}")
    for header in headers:
        assert await authenticator.authenticate(header) is not None

    await archive(house, ann.user)

    for header in headers:
        assert await authenticator.authenticate(header) is None
    assert await ann.refused("AuthService/GetCurrentUser") == REFUSED
    assert await ann.ok("InstanceService/GetInstanceProfile")


async def test_personal_token_speaks_for_its_user_until_it_is_gone(
    house: House, authenticator: Authenticator
) -> None:
    ann = await house.user("ann")
    header = f"Bearer {PERSONAL}"
    assert await authenticator.authenticate(header) is None
    row = await make_token(house, ann.user)

    principal = await authenticator.authenticate(header)
    assert principal is not None
    assert principal.user_id == ann.user.id
    assert principal.credential is Credential.PERSONAL_ACCESS_TOKEN

    async with house.database.write() as transaction:
        await row.delete(using_db=transaction.connection)
        transaction.record(Change(kind=ChangeKind.TOKEN_DELETED, name="x"))
    assert await authenticator.authenticate(header) is None


async def test_personal_token_ends_with_its_time(
    house: House, authenticator: Authenticator
) -> None:
    ann = await house.user("ann")
    now = time.time_ns() // 1000
    over, good = "memos_pat_" + "o" * 32, "memos_pat_" + "g" * 32
    await make_token(house, ann.user, over, expire_time=now - 1)
    await make_token(house, ann.user, good, expire_time=now + 600 * SECOND)

    assert await authenticator.authenticate(f"Bearer {over}") is None
    assert await authenticator.authenticate(f"Bearer {good}") is not None


async def test_use_of_a_personal_token_is_written_at_most_once_a_minute(
    house: House, authenticator: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await house.user("ann")
    await make_token(house, ann.user)
    start = time.time_ns()
    uses = []
    for second in (0, 1, 59, 61, 62):
        moment = start + second * 10**9
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        await authenticator.authenticate(f"Bearer {PERSONAL}")
        uses.append((await PersonalAccessToken.get()).last_use_time)

    first, later = start // 1000, start // 1000 + 61 * SECOND
    assert uses == [first, first, first, later, later]


async def test_bad_credential_on_an_open_method_is_nobody(house: House) -> None:
    forger = house.anonymous.sending(authorization="Bearer garbage")

    assert await forger.listed() == []
    assert await forger.refused("AuthService/GetCurrentUser") == REFUSED
    closed = await forger.refused("MemoService/CreateMemo", memo={"content": "x"})
    assert closed == REFUSED


async def test_caller_is_forgotten_after_the_call(house: House) -> None:
    ann = await house.user("ann")
    await ann.ok("AuthService/GetCurrentUser")

    assert current_principal() is None
    assert await house.anonymous.refused("AuthService/GetCurrentUser") == REFUSED
