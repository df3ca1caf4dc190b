"""Who asks for a file: by token, else by cookie."""

import time
import uuid

import pytest

from appliance.api.auth import Authenticator
from appliance.api.files.identity import Visitors
from appliance.models.identity import (
    REFRESH_LIFETIME,
    ROTATION_GRACE,
    Device,
    Renewal,
    end_session,
    rotate,
    start_session,
)
from tests.api.house import House, Visitor

NOW = time.time_ns() // 1000
DEVICE = Device("test", "192.0.2.1")


@pytest.fixture
def visitors(house: House) -> Visitors:
    """Return what reads the headers."""
    core = house.core
    return Visitors(
        authenticator=Authenticator(
            database=core.database, accounts=core.accounts, tokens=core.tokens
        ),
        database=core.database,
        accounts=core.accounts,
        tokens=core.tokens,
    )


async def cookie(house: House, renewal: Renewal) -> str:
    token = await house.tokens.issue_refresh(renewal, NOW // 1_000_000)
    return f"theme=dark; memos_refresh={token}"


async def test_a_token_and_a_cookie_name_the_caller(
    house: House, visitors: Visitors, ann: Visitor, boss: Visitor
) -> None:
    renewal = await start_session(house.database, ann.user.id, DEVICE, NOW)
    kept = await cookie(house, renewal)
    cases = [
        (ann.headers["authorization"], "", "ann"),
        ("", kept, "ann"),
        ("Bearer nope", kept, "ann"),
        (boss.headers["authorization"], kept, "boss"),
    ]
    for authorization, sent, name in cases:
        principal = await visitors.identify(authorization, sent)
        assert principal is not None
        assert principal.username == name


@pytest.mark.parametrize(
    "sent", ["", "memos_refresh=", "memos_refresh=nope", "memos_refresh=a.b.c", ";;="]
)
async def test_garbage_is_nobody(visitors: Visitors, sent: str) -> None:
    assert await visitors.identify("", sent) is None
    assert await visitors.identify("Bearer x", sent) is None


async def test_a_cookie_holds_as_long_as_its_session(
    house: House, visitors: Visitors, ann: Visitor
) -> None:
    renewal = await start_session(house.database, ann.user.id, DEVICE, NOW)
    kept = await cookie(house, renewal)
    assert await visitors.identify("", kept)
    await end_session(house.database, renewal.token_uid, ann.user.id)
    assert await visitors.identify("", kept) is None


@pytest.mark.parametrize(("ago", "known"), [(0, True), (2 * ROTATION_GRACE, False)])
async def test_a_rotated_cookie_holds_for_a_moment(
    house: House, visitors: Visitors, ann: Visitor, ago: int, *, known: bool
) -> None:
    # The moment of the import may lie minutes back.
    then = time.time_ns() // 1000 - ago
    renewal = await start_session(house.database, ann.user.id, DEVICE, then)
    await rotate(house.database, renewal.token_uid, then)
    found = await visitors.identify("", await cookie(house, renewal))
    assert (found is not None) is known


async def test_a_cookie_that_has_run_out_or_never_was_is_nobody(
    house: House, visitors: Visitors, ann: Visitor
) -> None:
    old = await start_session(
        house.database, ann.user.id, DEVICE, NOW - REFRESH_LIFETIME - 1
    )
    never = Renewal(1, ann.user.id, str(uuid.uuid4()), NOW + REFRESH_LIFETIME)
    for renewal in (old, never):
        assert await visitors.identify("", await cookie(house, renewal)) is None


async def test_an_archived_account_is_nobody(
    house: House, visitors: Visitors, ann: Visitor, boss: Visitor
) -> None:
    renewal = await start_session(house.database, ann.user.id, DEVICE, NOW)
    archived = {"name": "users/ann", "state": "ARCHIVED"}
    await boss.ok("UserService/UpdateUser", user=archived, updateMask="state")
    assert await visitors.identify("", await cookie(house, renewal)) is None
