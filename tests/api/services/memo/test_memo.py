"""The parts of MemoService are one service."""

from appliance.api.contract import handler_of, rpcs
from appliance.api.services.memo import memo_service
from tests.api.house import House

SERVICE = "memos.api.v1.MemoService"


def test_every_rpc_has_exactly_one_part(house: House) -> None:
    parts = memo_service(house.core)
    names = [rpc.name for rpc in rpcs() if rpc.parent.type_name == SERVICE]

    for name in names:
        serving = [part for part in parts if handler_of((part,), name)]
        assert len(serving) == 1, name
    assert len(names) > 15
