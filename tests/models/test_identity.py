"""Sessions and their refresh tokens, personal access tokens at rest."""

import asyncio
import re

import pytest

from appliance.models import identity
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.identity import (
    LAST_USE_INTERVAL,
    REFRESH_LIFETIME,
    ROTATION_GRACE,
    SECOND,
    Device,
    PersonalAccessToken,
    RefreshToken,
    Refusal,
    Renewal,
    Session,
)
from appliance.models.user import User
from tests.factories import make_user

NOW = 1_700_000_000 * SECOND
DEVICE = Device(user_agent="Browser/1", address="192.0.2.7")


@pytest.fixture
async def ann(database: Database) -> User:
    return await make_user(database, "ann")


async def start(database: Database, user: User, now: int = NOW) -> Renewal:
    return await identity.start_session(database, user.id, DEVICE, now)


async def rotated(database: Database, token_uid: str, now: int) -> Renewal:
    """Rotate a token that must be good."""
    renewal = await identity.rotate(database, token_uid, now)
    assert isinstance(renewal, Renewal)
    return renewal


def test_lifetimes_are_those_of_the_contract() -> None:
    assert REFRESH_LIFETIME == 30 * 24 * 3600 * SECOND
    assert ROTATION_GRACE == 30 * SECOND


async def test_session_knows_its_device(database: Database, ann: User) -> None:
    renewal = await start(database, ann)

    (session,) = await Session.all()
    assert session.id == renewal.session_id
    assert (session.user_id, renewal.user_id) == (ann.id, ann.id)
    assert (session.user_agent, session.address) == ("Browser/1", "192.0.2.7")
    assert session.create_time == session.last_seen_time == NOW
    assert renewal.expire_time == NOW + REFRESH_LIFETIME
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", renewal.token_uid)


async def test_long_device_is_cut(database: Database, ann: User) -> None:
    device = Device(user_agent="ü" * 5000, address="f" * 500)
    await identity.start_session(database, ann.id, device, NOW)

    (session,) = await Session.all()
    assert (len(session.user_agent), len(session.address)) == (1000, 64)


async def test_rotation_gives_a_successor_with_a_full_life(
    database: Database, ann: User
) -> None:
    first = await start(database, ann)
    later = NOW + 5 * SECOND

    second = await rotated(database, first.token_uid, later)
    third = await rotated(database, second.token_uid, later + 1)

    assert len({first.token_uid, second.token_uid, third.token_uid}) == 3
    assert second.session_id == third.session_id == first.session_id
    assert second.expire_time == later + REFRESH_LIFETIME
    assert (await Session.get()).last_seen_time == later + 1


@pytest.mark.parametrize("age", [0, 1, ROTATION_GRACE])
async def test_reuse_within_the_grace_is_refused_and_harms_nobody(
    database: Database, ann: User, age: int
) -> None:
    first = await start(database, ann)
    second = await rotated(database, first.token_uid, NOW)
    changes = await ChangeRow.all().count()

    again = await identity.rotate(database, first.token_uid, NOW + age)

    assert again is Refusal.JUST_ROTATED
    assert await RefreshToken.all().count() == 2
    assert await ChangeRow.all().count() == changes
    await rotated(database, second.token_uid, NOW + age + 1)


async def test_later_reuse_revokes_the_family(database: Database, ann: User) -> None:
    first = await start(database, ann)
    second = await rotated(database, first.token_uid, NOW)
    other = await start(database, ann)

    again = await identity.rotate(database, first.token_uid, NOW + ROTATION_GRACE + 1)

    assert again is Refusal.REUSED
    stolen = await identity.rotate(database, second.token_uid, NOW + 40 * SECOND)
    assert stolen is Refusal.UNKNOWN
    last = await ChangeRow.all().order_by("-sequence").first()
    assert last is not None
    assert last.kind == ChangeKind.SESSION_REVOKED
    assert last.name == f"sessions/{first.session_id}"
    # Another device of the same user goes on.
    await rotated(database, other.token_uid, NOW + 40 * SECOND)


async def test_racing_tabs_get_one_successor(database: Database, ann: User) -> None:
    first = await start(database, ann)

    results = await asyncio.gather(
        *(identity.rotate(database, first.token_uid, NOW + 1) for _ in range(5))
    )

    refused = [result for result in results if result is Refusal.JUST_ROTATED]
    assert len(refused) == 4
    (won,) = [result for result in results if isinstance(result, Renewal)]
    await rotated(database, won.token_uid, NOW + 2)


async def test_token_dies_of_age(database: Database, ann: User) -> None:
    first = await start(database, ann)
    end = first.expire_time

    assert await identity.rotate(database, first.token_uid, end) is Refusal.EXPIRED
    await rotated(database, first.token_uid, end - 1)


@pytest.mark.parametrize("uid", ["", "nonsense", "0" * 36])
async def test_unknown_token_is_refused(database: Database, uid: str) -> None:
    assert await identity.rotate(database, uid, NOW) is Refusal.UNKNOWN


async def test_sign_out_ends_one_session(database: Database, ann: User) -> None:
    phone, laptop = await start(database, ann), await start(database, ann)

    await identity.end_session(database, phone.token_uid, ann.id)

    gone = await identity.rotate(database, phone.token_uid, NOW + 1)
    assert gone is Refusal.UNKNOWN
    await rotated(database, laptop.token_uid, NOW + 1)


async def test_nobody_signs_others_out(database: Database, ann: User) -> None:
    renewal = await start(database, ann)
    bob = await make_user(database)

    await identity.end_session(database, renewal.token_uid, bob.id)
    await identity.end_session(database, "unknown", ann.id)

    await rotated(database, renewal.token_uid, NOW + 1)


async def test_sign_in_drops_what_has_expired(database: Database, ann: User) -> None:
    old = await start(database, ann)
    kept = await start(database, ann, NOW + SECOND)

    await start(database, ann, old.expire_time)

    uids = {token.uid for token in await RefreshToken.all()}
    assert old.token_uid not in uids
    assert kept.token_uid in uids
    sessions = {session.id for session in await Session.all()}
    assert old.session_id not in sessions
    assert kept.session_id in sessions


async def test_session_that_is_used_outlives_its_first_token(
    database: Database, ann: User
) -> None:
    first = await start(database, ann)
    half = REFRESH_LIFETIME // 2
    second = await rotated(database, first.token_uid, NOW + half)

    await start(database, ann, NOW + REFRESH_LIFETIME + 1)

    await rotated(database, second.token_uid, NOW + REFRESH_LIFETIME + 2)


async def test_changes_tell_of_sessions(database: Database, ann: User) -> None:
    renewal = await start(database, ann)
    await identity.end_session(database, renewal.token_uid, ann.id)

    kinds = [row.kind for row in await ChangeRow.all().order_by("sequence")]
    assert kinds[1:] == [ChangeKind.SESSION_CREATED, ChangeKind.SESSION_REVOKED]


def test_personal_token_is_stored_as_its_digest() -> None:
    assert identity.hash_token("memos_pat_abc") == (
        "f5ceb196d8d2b7b18a761247dbbd4968f515e064409b3c7119df0e4a2468bca5"
    )


async def test_last_use_is_written_once_a_minute(database: Database, ann: User) -> None:
    token = PersonalAccessToken(
        uid="one", user_id=ann.id, token_hash="h", create_time=NOW
    )
    await token.save()
    written = []
    for moment in (
        NOW,
        NOW + 1,
        NOW + LAST_USE_INTERVAL,
        NOW + LAST_USE_INTERVAL + 1,
        NOW + 5,
    ):
        await identity.touch_token(database, token.id, moment)
        written.append((await PersonalAccessToken.get(uid="one")).last_use_time)

    after = NOW + LAST_USE_INTERVAL + 1
    assert written == [NOW, NOW, NOW, after, after]
