"""Rows become messages."""

from typing import Any

import pytest

from appliance.api import converters
from appliance.api.codec import Form, encode
from appliance.api.gen.memos.api.v1 import memo_service_pb as memo_pb
from appliance.api.gen.memos.api.v1 import user_service_pb as user_pb
from appliance.api.gen.memos.api.v1.common_pb import State
from appliance.models.access import Credential, Principal
from appliance.models.base import Role
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken
from appliance.models.trash import TrashedMemo
from appliance.models.user import Account

ROW: dict[str, Any] = {
    "uid": "m1",
    "state": 2,
    "create_time": -5,
    "update_time": 1 << 33,
    "content": "# T\n#a",
    "visibility": 3,
    "tags": '["a", "ü/🎉"]',
    "pinned": 1,
    "has_link": 1,
    "has_task_list": 0,
    "has_code": 1,
    "has_incomplete_tasks": 0,
    "title": "T",
    "snippet": "T #a",
    "location_placeholder": None,
    "location_latitude": None,
    "location_longitude": None,
}


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


def test_memo_is_answered_whole() -> None:
    memo = converters.memo(ROW, "ann", None)

    assert memo.name == "memos/m1"
    assert memo.creator == "users/ann"
    assert memo.state == State.ARCHIVED
    assert memo.visibility == memo_pb.Visibility.PUBLIC
    assert memo.content == ROW["content"]
    assert memo.tags == ["a", "ü/🎉"]
    assert memo.pinned is True
    assert memo.snippet == "T #a"
    assert memo.property is not None
    properties = memo.property
    assert (properties.has_link, properties.has_code) == (True, True)
    assert (properties.has_task_list, properties.has_incomplete_tasks) == (False,) * 2
    assert properties.title == "T"
    assert memo.create_time is not None
    assert memo.update_time is not None
    assert (memo.create_time.seconds, memo.create_time.nanos) == (-5, 0)
    assert memo.update_time.seconds == 1 << 33
    assert b"parent" not in encode(memo, Form.REST_JSON)
    assert b"location" not in encode(memo, Form.REST_JSON)


def test_comment_names_its_memo() -> None:
    assert converters.memo(ROW, "ann", "m0").parent == "memos/m0"


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        (("", 0.0, 0.0), ("", 0.0, 0.0)),
        (("Home", 48.5, -3.25), ("Home", 48.5, -3.25)),
        (("Home", None, None), ("Home", 0.0, 0.0)),
    ],
)
def test_location_is_there_when_it_was_given(
    stored: tuple[Any, ...], answered: tuple[Any, ...]
) -> None:
    names = ("location_placeholder", "location_latitude", "location_longitude")
    memo = converters.memo(ROW | dict(zip(names, stored, strict=True)), "ann", None)

    assert memo.location is not None
    place = memo.location
    assert (place.placeholder, place.latitude, place.longitude) == answered


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


async def test_trashed_memo_names_who_and_when(database: Database) -> None:
    assert database
    row = TrashedMemo(
        id=4,
        uid="m1",
        creator_id=1,
        deleter_id=2,
        delete_time=9,
        snippet="s",
        content="c",
        aggregate="{}",
    )
    entry = converters.trashed_memo(row, "users/ann", "users/bob")

    assert (entry.name, entry.memo) == ("trash/4", "memos/m1")
    assert (entry.creator, entry.deleter) == ("users/ann", "users/bob")
    assert entry.delete_time is not None
    assert entry.delete_time.seconds == 9
    assert (entry.snippet, entry.content) == ("s", "c")
