"""What visitors are told of the instance."""

from tests.api.house import House
from tests.factories import make_user


async def test_profile_says_which_clients_understand_it(house: House) -> None:
    profile = await house.anonymous.ok("InstanceService/GetInstanceProfile")

    assert profile["version"] == "0.30.0"
    assert profile["instanceUrl"] == "https://memos.example.org"
    assert profile["needsSetup"] is True
    assert profile["admin"] is None


async def test_profile_shows_the_administrator_once_there_is_one(house: House) -> None:
    user = {"username": "boss", "password": "x", "email": "b@example.org"}
    await house.anonymous.ok("UserService/CreateUser", user=user)
    await make_user(house.database)

    profile = await house.anonymous.ok("InstanceService/GetInstanceProfile")

    assert profile["needsSetup"] is False
    assert profile["admin"]["name"] == "users/boss"
    assert profile["admin"]["email"] == ""


async def test_profile_shows_administrators_the_mail_address(house: House) -> None:
    user = {"username": "boss", "password": "x", "email": "b@example.org"}
    await house.anonymous.ok("UserService/CreateUser", user=user)
    answer = await house.anonymous.ok(
        "AuthService/SignIn", passwordCredentials={"username": "boss", "password": "x"}
    )
    boss = house.anonymous.sending(authorization=f"Bearer {answer['accessToken']}")

    profile = await boss.ok("InstanceService/GetInstanceProfile")

    assert profile["admin"]["email"] == "b@example.org"
