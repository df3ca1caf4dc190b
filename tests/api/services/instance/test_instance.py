"""The service is whole: every RPC of the contract has its part."""

from appliance.api.contract import handler_of
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.services.instance import instance_service
from tests.api.house import House


async def test_every_rpc_has_a_part(house: House) -> None:
    parts = instance_service(house.core)
    names = [method.name for method in pb.desc().services[0].methods]

    assert len(names) == 6
    assert [name for name in names if handler_of(parts, name) is None] == []
