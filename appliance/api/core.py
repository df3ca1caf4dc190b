"""What every surface asks of the server: made once, handed on by keyword."""

from dataclasses import dataclass
from typing import Self

from appliance.api.fragments import Fragments
from appliance.api.proxies import Sightings
from appliance.api.tokens import Tokens
from appliance.config import Settings
from appliance.models.database import Database
from appliance.models.failures import Failures
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.provider import Providers
from appliance.models.storage import Storages
from appliance.models.user import Accounts


@dataclass(frozen=True, kw_only=True, slots=True)
class Core:
    """What rests, and what every request asks of it.

    `settings` are the instance's own, which administrators change while it runs;
    `configuration` is what the operator chose for this process.
    """

    database: Database
    accounts: Accounts
    settings: InstanceSettings
    providers: Providers
    tokens: Tokens
    passwords: Passwords
    fragments: Fragments
    storages: Storages
    failures: Failures
    sightings: Sightings
    configuration: Settings

    @classmethod
    def around(cls, database: Database, configuration: Settings) -> Self:
        """Make the rest around a database."""
        settings = InstanceSettings(database)
        accounts = Accounts(database)
        return cls(
            database=database,
            accounts=accounts,
            settings=settings,
            providers=Providers(database),
            tokens=Tokens(settings),
            passwords=Passwords(),
            fragments=Fragments(database, accounts),
            storages=Storages(database, settings, configuration.data),
            failures=Failures(database),
            sightings=Sightings(),
            configuration=configuration,
        )
