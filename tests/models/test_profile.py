"""What accounts may hold, and that somebody can always administer."""

import pytest

from appliance.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
)
from appliance.models.base import Role, State
from appliance.models.database import Database
from appliance.models.profile import (
    LONGEST_TEXT,
    rename,
    require_another_admin,
    validated_picture,
    validated_text,
)
from appliance.models.user import User
from tests.factories import make_user


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_pictures_are_taken_as_they_are(kind: str) -> None:
    uri = f"data:image/{kind};base64,@@@"
    assert validated_picture(uri) == uri


def test_no_picture_is_fine() -> None:
    assert validated_picture("") == ""


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("https://example.org/a.png", "invalid avatar format: invalid data URI format"),
        ("/file/users/ann/avatar", "invalid avatar format"),
        ("data:image/png,abc", "invalid avatar format"),
        ("data:image/png;base64,", "invalid avatar format"),
        ("data:image/png;base64,a\nb", "invalid avatar format"),
        ("data:image/png;base64,a\0b", "invalid avatar format"),
        ("data:IMAGE/PNG;base64,AAAA", "invalid avatar image type: IMAGE/PNG. Only"),
        ("data:image/svg+xml;base64,AA", r"invalid avatar image type: image/svg\+xml"),
        ("data:text/html;base64,PGI+", "invalid avatar image type: text/html"),
        ("data:image/png;x=1;base64,AA", "invalid avatar image type: image/png;x=1"),
    ],
)
def test_what_a_browser_might_run_is_refused(uri: str, message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{message}"):
        validated_picture(uri)


@pytest.mark.parametrize("text", ["a\0b", "x" * (LONGEST_TEXT + 1)])
def test_texts_are_bounded(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^text must not"):
        validated_text(text)


async def test_name_of_another_is_taken(database: Database) -> None:
    ann = await make_user(database, "ann")
    await make_user(database, "ben")

    async with database.write() as transaction:
        with pytest.raises(AlreadyExistsError, match='username "ben" is taken'):
            await rename(transaction, ann, "ben")
        with pytest.raises(InvalidArgumentError):
            await rename(transaction, ann, "not ok")
        await rename(transaction, ann, "ann")
        await rename(transaction, ann, "BEN")
    assert ann.username == "BEN"


@pytest.mark.parametrize(
    ("role", "state", "stays"),
    [
        (Role.ADMIN, State.NORMAL, False),
        (Role.ADMIN, State.ARCHIVED, True),
        (Role.USER, State.NORMAL, True),
    ],
)
async def test_only_an_active_administrator_is_another(
    database: Database, role: Role, state: State, *, stays: bool
) -> None:
    boss = await make_user(database, "boss")
    other = await make_user(database, "other", role=role)
    await User.filter(id=other.id).update(state=state)

    async with database.write() as transaction:
        if stays:
            with pytest.raises(FailedPreconditionError, match="last administrator"):
                await require_another_admin(transaction, boss)
        else:
            await require_another_admin(transaction, boss)
        await other.refresh_from_db(using_db=transaction.connection)
        await require_another_admin(transaction, other)
