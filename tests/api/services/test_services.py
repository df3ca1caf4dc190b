"""Every service of the contract that has behaviour is made in one place."""

import inspect
from collections.abc import Callable
from pathlib import Path

from appliance.api import contract
from appliance.api.core import Core
from appliance.api.services import all_services
from appliance.config import read_settings
from appliance.models.database import Database
from tests.api.house import operations_of


async def test_services_serve_the_rpcs_of_the_contract_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    configuration = read_settings({"data": str(tmp_path)}, {})
    core = Core.around(database, configuration)
    services = all_services(core, operations_of(core))
    served = set()
    for rpc in contract.rpcs():
        parts = services.get(rpc.parent.type_name, ())
        handler = contract.handler_of(parts, rpc.name)
        assert inspect.ismethod(handler), f"{rpc.name} is served by nobody"
        assert inspect.iscoroutinefunction(handler), rpc.name
        served.add(handler.__func__)

    public = {
        method.__func__
        for parts in services.values()
        for part in parts
        for name, method in inspect.getmembers(part, inspect.ismethod)
        if not name.startswith("_") and takes_context(method)
    }
    # A misspelt method would be served by nobody.
    assert public == served
    assert {rpc.parent.type_name for rpc in contract.rpcs()} == set(services)


def takes_context(method: Callable[..., object]) -> bool:
    """Whether a method has the shape of an RPC's."""
    return [*inspect.signature(method).parameters][-1:] in (["ctx"], ["_ctx"])
