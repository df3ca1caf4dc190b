"""A link leads to its memo until it expires."""

import pytest

from appliance.models.database import Database
from appliance.models.share import MemoShare, find_shared
from tests.factories import make_memo, make_user

NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("expiry", "leads"), [(None, True), (NOW + 1, True), (NOW, False), (1, False)]
)
async def test_link_leads_to_its_memo_until_its_time(
    database: Database, expiry: int | None, *, leads: bool
) -> None:
    ann = await make_user(database)
    memo = await make_memo(database, ann)
    await MemoShare.create(
        uid="TokenA",
        memo_id=memo.id,
        creator_id=ann.id,
        create_time=0,
        expire_time=expiry,
    )

    assert await find_shared(database, "TokenA", NOW) == (memo.id if leads else None)
    for token in ("tokena", "TokenA ", "", "x" * 100, "TokenA\0"):
        assert await find_shared(database, token, NOW) is None
