"""memos.api.v1.UserService, one module for each of its nouns."""

from appliance.api.contract import Parts
from appliance.api.core import Core
from appliance.api.outgoing.targets import webhook_policy
from appliance.api.services.user.access_tokens import PersonalAccessTokens
from appliance.api.services.user.changes import AccountChanges
from appliance.api.services.user.identities import LinkedIdentities
from appliance.api.services.user.notifications import Notifications
from appliance.api.services.user.preferences import Preferences
from appliance.api.services.user.profiles import Profiles
from appliance.api.services.user.statistics import UserStats
from appliance.api.services.user.webhooks import Webhooks
from appliance.models.preference import UserSettings


def user_service(core: Core) -> Parts:
    """Make the parts of the service."""
    return (
        Profiles(
            database=core.database,
            accounts=core.accounts,
            passwords=core.passwords,
            settings=core.settings,
        ),
        AccountChanges(
            database=core.database,
            accounts=core.accounts,
            passwords=core.passwords,
            settings=core.settings,
            tokens=core.tokens,
        ),
        Preferences(
            database=core.database,
            accounts=core.accounts,
            settings=UserSettings(core.database),
        ),
        Notifications(database=core.database, accounts=core.accounts),
        UserStats(database=core.database, accounts=core.accounts),
        PersonalAccessTokens(database=core.database, accounts=core.accounts),
        LinkedIdentities(core),
        Webhooks(
            database=core.database,
            accounts=core.accounts,
            policy=webhook_policy(core.configuration),
        ),
    )
