"""New accounts: the first is the administrator, names are given once."""

import asyncio

import pytest

from appliance.errors import AlreadyExistsError, InvalidArgumentError
from appliance.models.base import Role, State
from appliance.models.change import ChangeKind, ChangeRow
from appliance.models.database import Database
from appliance.models.password import Passwords
from appliance.models.registration import NewUser, ensure_admin, register
from appliance.models.user import User


def new(username: str, role: Role = Role.USER) -> NewUser:
    return NewUser(username=username, password="secret", role=role)


async def test_account_is_stored_as_given(database: Database) -> None:
    asked = NewUser(
        username="ann",
        password="secret",
        role=Role.USER,
        email="ann@example.org",
        display_name="Ann 🎉",
        avatar_url="https://example.org/a.png",
        description="é\nè",
    )
    user_id = await register(database, asked, "the hash", None)

    user = await User.get(id=user_id)
    assert user.username == "ann"
    assert user.email == "ann@example.org"
    assert user.display_name == "Ann 🎉"
    assert user.avatar_url == "https://example.org/a.png"
    assert user.description == "é\nè"
    assert user.password_hash == "the hash"
    assert user.state == State.NORMAL
    assert user.create_time == user.update_time > 1_700_000_000


def test_password_does_not_show_in_logs() -> None:
    assert "secret" not in repr(new("ann"))


@pytest.mark.parametrize(
    "field", ["email", "display_name", "avatar_url", "description"]
)
def test_nul_is_refused(field: str) -> None:
    with pytest.raises(InvalidArgumentError, match="NUL"):
        NewUser(username="ann", password="x", role=Role.USER, **{field: "a\0b"})


async def test_first_is_admin_and_later_ones_what_they_may_be(
    database: Database,
) -> None:
    for name, role in (("a", Role.USER), ("b", Role.USER), ("c", Role.ADMIN)):
        await register(database, new(name, role), "", None)

    roles = [user.role for user in await User.all().order_by("id")]
    assert roles == [Role.ADMIN, Role.USER, Role.ADMIN]


async def test_simultaneous_first_sign_ups_give_one_admin(database: Database) -> None:
    names = [f"person{number}" for number in range(6)]
    await asyncio.gather(*(register(database, new(name), "", None) for name in names))

    roles = sorted(user.role for user in await User.all())
    assert roles == [Role.ADMIN] + [Role.USER] * 5


async def test_simultaneous_sign_ups_give_a_name_once(database: Database) -> None:
    results = await asyncio.gather(
        *(register(database, new("wanted"), "", None) for _ in range(5)),
        return_exceptions=True,
    )

    refused = [result for result in results if isinstance(result, AlreadyExistsError)]
    assert len(refused) == 4
    assert await User.all().count() == 1


async def test_names_that_differ_in_case_are_two(database: Database) -> None:
    for name in ("bob", "Bob"):
        await register(database, new(name), "", None)

    assert await User.all().count() == 2


async def test_taken_name_leaves_nothing_behind(database: Database) -> None:
    await register(database, new("ann"), "", None)
    with pytest.raises(AlreadyExistsError, match='"ann" is taken'):
        await register(database, new("ann"), "", None)

    assert await User.all().count() == 1
    assert await ChangeRow.all().count() == 1


async def test_change_names_account_and_actor(database: Database) -> None:
    ann = await register(database, new("ann"), "", None)
    bob = await register(database, new("bob"), "", ann)

    first, second = await ChangeRow.all().order_by("sequence")
    assert first.kind == second.kind == ChangeKind.USER_CREATED
    assert (first.name, first.owner_id, first.actor_id) == ("users/ann", ann, ann)
    assert (second.name, second.owner_id, second.actor_id) == ("users/bob", bob, ann)


async def test_admin_of_the_settings_is_created_once(database: Database) -> None:
    passwords = Passwords()

    assert await ensure_admin(database, passwords, "boss", "secret")
    assert not await ensure_admin(database, passwords, "boss", "other")
    assert not await ensure_admin(database, passwords, "second", "other")

    (boss,) = await User.all()
    assert (boss.username, boss.role) == ("boss", Role.ADMIN)
    assert await passwords.verify(boss.password_hash, "secret")


async def test_two_starts_at_once_make_one_admin(database: Database) -> None:
    passwords = Passwords()
    made = await asyncio.gather(
        *(ensure_admin(database, passwords, "boss", "secret") for _ in range(2))
    )

    assert sorted(made) == [False, True]
    assert await User.all().count() == 1


async def test_admin_of_the_settings_needs_a_good_name(database: Database) -> None:
    with pytest.raises(InvalidArgumentError):
        await ensure_admin(database, Passwords(), "not good", "secret")

    assert not await User.exists()
