"""The services behind the contract, one module per noun, made in one place."""

from collections.abc import Mapping

from appliance.api.fragments import Fragments
from appliance.api.services.auth import AuthService
from appliance.api.services.instance import InstanceService
from appliance.api.services.memo import MemoService
from appliance.api.services.overview import OverviewService
from appliance.api.services.trash import TrashService
from appliance.api.services.user import UserService
from appliance.api.tokens import Tokens
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.user import Accounts


def all_services(  # noqa: PLR0913 - what all of them share
    *,
    database: Database,
    accounts: Accounts,
    settings: InstanceSettings,
    tokens: Tokens,
    passwords: Passwords,
    instance_url: str,
) -> Mapping[str, object]:
    """Return every service by its full name."""
    fragments = Fragments(database, accounts)
    return {
        "memos.api.v1.AuthService": AuthService(
            database=database,
            accounts=accounts,
            tokens=tokens,
            passwords=passwords,
            settings=settings,
        ),
        "memos.api.v1.UserService": UserService(
            database=database,
            accounts=accounts,
            passwords=passwords,
            settings=settings,
        ),
        "memos.api.v1.MemoService": MemoService(
            database=database,
            accounts=accounts,
            settings=settings,
            fragments=fragments,
        ),
        "memos.api.v1.InstanceService": InstanceService(
            accounts=accounts, settings=settings, instance_url=instance_url
        ),
        "appliance.v1.TrashService": TrashService(
            database=database, accounts=accounts, fragments=fragments
        ),
        "appliance.v1.OverviewService": OverviewService(database=database),
    }
