"""Pictures of people, kept in their accounts as data URIs."""

import base64
import binascii
import re
from typing import NamedTuple

from appliance.api.asgi import Header
from appliance.api.files.headers import SECURITY
from appliance.errors import NotFoundError, UnauthenticatedError
from appliance.models.access import Principal
from appliance.models.database import Database
from appliance.models.instance import AccessMode, InstanceSettings
from appliance.models.user import Accounts, load_avatar

DATA_URI = re.compile(r"data:(?P<type>image/[a-z]+);base64,(?P<bytes>.*)", re.DOTALL)
TYPES = frozenset(
    f"image/{kind}" for kind in ("png", "jpeg", "jpg", "gif", "webp", "heic", "heif")
)
# They change seldom and are shown on every page.
CACHING: Header = (b"cache-control", b"public, max-age=3600")


class Avatar(NamedTuple):
    """A picture and its type."""

    media_type: str
    picture: bytes

    @property
    def headers(self) -> list[Header]:
        """What stands on the answer."""
        return [
            (b"content-type", self.media_type.encode()),
            (b"content-length", b"%d" % len(self.picture)),
            CACHING,
            *SECURITY,
        ]


async def find(
    database: Database,
    accounts: Accounts,
    settings: InstanceSettings,
    username: str,
    principal: Principal | None,
) -> Avatar:
    """Return a user's picture; a closed instance shows it to its users only."""
    if principal is None and await settings.access_mode() is not AccessMode.PUBLIC:
        raise UnauthenticatedError
    account = await accounts.find_by_username(username)
    if account is None:
        raise NotFoundError("user not found")
    picture_uri = await load_avatar(database, account.username) or ""
    match = DATA_URI.fullmatch(picture_uri)
    if match is None or match["type"] not in TYPES:
        raise NotFoundError("avatar not found")
    try:
        picture = base64.b64decode("".join(match["bytes"].split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotFoundError("avatar not found") from error
    if not picture:
        raise NotFoundError("avatar not found")
    return Avatar(match["type"], picture)
