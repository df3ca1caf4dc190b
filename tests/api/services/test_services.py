"""Every service of the contract that has behaviour is made in one place."""

import inspect

from appliance.api import contract
from appliance.api.services import all_services
from appliance.api.tokens import Tokens
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.user import Accounts


async def test_services_serve_rpcs_of_the_contract_and_nothing_else(
    database: Database,
) -> None:
    settings = InstanceSettings(database)
    services = all_services(
        database=database,
        accounts=Accounts(database),
        settings=settings,
        tokens=Tokens(settings),
        passwords=Passwords(),
        instance_url="",
    )
    served = set()
    for rpc in contract.rpcs():
        service = services.get(rpc.parent.type_name)
        handler = contract.handler_of(service, rpc.name)
        if handler:
            assert inspect.iscoroutinefunction(handler), rpc.name
            served.add(handler)

    public = {
        method
        for service in services.values()
        for name, method in inspect.getmembers(service, inspect.ismethod)
        if not name.startswith("_")
    }
    # A misspelt method would be served by nobody.
    assert public == served
    assert {rpc.parent.type_name for rpc in contract.rpcs()} >= set(services)
