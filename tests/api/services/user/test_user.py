"""The parts of UserService are one service."""

from appliance.api.contract import handler_of, rpcs
from appliance.api.services.user import user_service
from tests.api.house import House

SERVICE = "memos.api.v1.UserService"


def test_every_rpc_has_exactly_one_part(house: House) -> None:
    parts = user_service(house.core)
    names = [rpc.name for rpc in rpcs() if rpc.parent.type_name == SERVICE]

    for name in names:
        serving = [part for part in parts if handler_of((part,), name)]
        assert len(serving) == 1, name
    assert len(names) > 20
