"""A memo that is hidden while it is being read is not shown."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from appliance.api import contract
from appliance.api.fragments import Fragment, Fragments, Place
from appliance.api.interceptors import outer_chain
from appliance.api.services.memo.memos import Memos
from appliance.models.base import Visibility
from appliance.models.memo import Memo
from tests.api.house import House, Visitor
from tests.factories import make_memo, make_user

SECRET = "for nobody else"


class Overtaken(Fragments):
    """Fetches texts just after somebody has hidden the memo and rewritten it."""

    memo: Memo

    async def load(self, places: Sequence[Place]) -> list[Fragment]:
        before = self.memo.counted()
        self.memo.write(SECRET).visibility = Visibility.PRIVATE
        async with self._database.write() as transaction:
            await self.memo.replace(transaction, before)
        return await super().load(places)


@pytest.fixture
async def stranger(house: House) -> Visitor:
    """Look at a public memo of somebody's, which is about to be hidden."""
    fragments = Overtaken(house.database, house.accounts)
    owner = await make_user(house.database)
    fragments.memo = await make_memo(house.database, owner, uid="m")
    service = Memos(
        database=house.database,
        accounts=house.accounts,
        settings=house.settings,
        fragments=fragments,
    )
    wrapped = contract.wrap({"memos.api.v1.MemoService": (service,)}, outer_chain())
    return replace(house, methods={each.name: each for each in wrapped}).anonymous


async def test_memo_hidden_after_it_was_found_is_refused(stranger: Visitor) -> None:
    refusal = await stranger.refused("MemoService/GetMemo", name="memos/m")

    assert refusal == ("unauthenticated", "user not authenticated")


@pytest.mark.parametrize("source", ["", "!pinned"])
async def test_memo_hidden_after_the_page_was_cut_is_left_out(
    stranger: Visitor, source: str
) -> None:
    assert await stranger.listed(filter=source) == []
