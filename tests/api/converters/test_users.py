"""Accounts and their things become messages."""

from typing import Any

import pytest

from appliance.api import converters
from appliance.api.gen.memos.api.v1 import user_service_pb as user_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.models.access import Credential, Principal
from appliance.models.base import Role
from appliance.models.identity import PersonalAccessToken
from appliance.models.user import Account


def account(**fields: Any) -> Account:
    given: dict[str, Any] = {
        "id": 7,
        "username": "ann",
        "role": Role.USER,
        "state": 1,
        "email": "ann@example.org",
        "display_name": "Ann",
        "avatar_url": "",
        "description": "d",
        "create_time": 1,
        "update_time": 2,
    }
    return Account(**(given | fields))


def viewer(user_id: int, role: Role = Role.USER) -> Principal:
    return Principal(user_id, "x", role, Credential.ACCESS_TOKEN)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (None, False),
        (viewer(8), False),
        (viewer(7), True),
        (viewer(8, Role.ADMIN), True),
    ],
)
def test_mail_address_is_for_its_owner_and_administrators(
    who: Principal | None, *, sees: bool
) -> None:
    user = converters.user(account(), who)

    assert user.email == ("ann@example.org" if sees else "")
    assert user.name == "users/ann"
    assert user.display_name == "Ann"
    assert user.password == ""


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        ("", ""),
        ("https://example.org/a.png", "https://example.org/a.png"),
        ("data:image/png;base64,AAAA", "/file/users/ann/avatar"),
    ],
)
def test_stored_picture_is_answered_by_its_address(stored: str, answered: str) -> None:
    assert converters.user(account(avatar_url=stored), None).avatar_url == answered


def test_roles_and_states_are_those_of_the_wire() -> None:
    user = converters.user(account(role=Role.ADMIN, state=2), None)

    assert (user.role, user.state) == (user_pb.User.Role.ADMIN, State.ARCHIVED)


@pytest.mark.usefixtures("database")
def test_token_is_answered_in_whole_seconds() -> None:
    row = PersonalAccessToken(
        uid="u",
        user_id=7,
        token_hash="h",
        description="d",
        create_time=1_999_999,
        expire_time=None,
        last_use_time=-1,
    )
    token = converters.personal_access_token(row, "ann")

    assert token.name == "users/ann/personalAccessTokens/u"
    assert token.created_at is not None
    assert (token.created_at.seconds, token.created_at.nanos) == (1, 0)
    assert token.expires_at is None
    assert token.last_used_at is not None
    assert token.last_used_at.seconds == -1
