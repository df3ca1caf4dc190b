"""Personal access tokens from their draft to their end."""

import pytest

from appliance.errors import InvalidArgumentError
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken, hash_token
from appliance.models.personal_token import (
    DAY,
    PREFIX,
    draft_token,
    keep_token,
    revoke_token,
)
from tests.factories import make_user


async def test_only_the_digest_is_kept(database: Database) -> None:
    user = await make_user(database)
    row, text = draft_token(user.id, "laptop", 2)
    assert text.startswith(PREFIX)
    async with database.write() as transaction:
        await keep_token(transaction, row, user.username, None)
    kept = await PersonalAccessToken.get(token_hash=hash_token(text))
    assert kept.description == "laptop"
    assert kept.expire_time == kept.create_time + 2 * DAY


async def test_only_the_owners_own_is_revoked(database: Database) -> None:
    user, other = await make_user(database), await make_user(database)
    row, _ = draft_token(user.id, "", 0)
    assert row.expire_time is None
    async with database.write() as transaction:
        await keep_token(transaction, row, user.username, user.id)
    for owner, uid, gone in (
        (other, row.uid, False),
        (user, "x" * 40, False),
        (user, "\0", False),
        (user, row.uid, True),
        (user, row.uid, False),
    ):
        async with database.write() as transaction:
            found = await revoke_token(
                transaction, owner.id, owner.username, uid, owner.id
            )
        assert found is gone


def test_a_token_must_end_before_time_does() -> None:
    with pytest.raises(InvalidArgumentError):
        draft_token(1, "", 10**7)
    with pytest.raises(InvalidArgumentError):
        draft_token(1, "\0", 0)
