"""The numbers that rows share with the wire."""

import pytest

from appliance.api.gen.memos.api.v1 import common_pb, memo_service_pb, user_service_pb
from appliance.models.base import Role, State, Visibility
from appliance.models.database import Database
from appliance.models.memo import Memo
from tests.factories import make_user


@pytest.mark.parametrize(
    ("ours", "wire"),
    [
        (State, common_pb.State),
        (Visibility, memo_service_pb.Visibility),
        (Role, user_service_pb.User.Role),
    ],
)
def test_numbers_are_those_of_the_wire(ours: type, wire: type) -> None:
    ours_by_name = {member.name: int(member) for member in ours}  # type: ignore[attr-defined] # both are enums
    wire_by_name = {member.name: int(member) for member in wire if int(member)}  # type: ignore[attr-defined] # same

    assert ours_by_name == wire_by_name


async def test_row_keeps_an_id_that_an_import_sets(database: Database) -> None:
    ann = await make_user(database)
    memo = Memo(id=1 << 40, uid="old", creator_id=ann.id, create_time=1, update_time=2)
    async with database.write() as transaction:
        await memo.write("imported").insert(transaction)

    stored = await Memo.get(uid="old")
    assert stored.id == 1 << 40
    assert stored.order_key == memo.order_key
