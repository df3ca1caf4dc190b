"""Accounts and what belongs to them to messages."""

from appliance.api.converters.times import micro_time, time
from appliance.api.gen.memos.api.v1 import user_service_pb as user_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.models.access import Principal
from appliance.models.identity import PersonalAccessToken
from appliance.models.user import Account
from appliance.models.webhook import Webhook


def user(account: Account, viewer: Principal | None) -> user_pb.User:
    """Convert an account; the e-mail is for its owner and administrators only."""
    own = viewer is not None and (viewer.is_admin or viewer.user_id == account.id)
    stored_picture = account.avatar_url.startswith("data:")
    return user_pb.User(
        name=account.name,
        role=user_pb.User.Role(account.role),
        username=account.username,
        email=account.email if own else "",
        display_name=account.display_name,
        avatar_url=(
            f"/file/{account.name}/avatar" if stored_picture else account.avatar_url
        ),
        description=account.description,
        state=State(account.state),
        create_time=time(account.create_time),
        update_time=time(account.update_time),
    )


def personal_access_token(
    row: PersonalAccessToken, username: str
) -> user_pb.PersonalAccessToken:
    """Convert a token's row; the token itself is nowhere to be had."""
    return user_pb.PersonalAccessToken(
        name=f"users/{username}/personalAccessTokens/{row.uid}",
        description=row.description,
        created_at=micro_time(row.create_time),
        expires_at=micro_time(row.expire_time),
        last_used_at=micro_time(row.last_use_time),
    )


def user_webhook(row: Webhook, username: str) -> user_pb.UserWebhook:
    """Convert a webhook's row; its secret is answered by an RPC of its own."""
    return user_pb.UserWebhook(
        name=f"users/{username}/webhooks/{row.uid}",
        url=row.url,
        display_name=row.display_name,
        signing_secret_set=bool(row.signing_secret),
    )
