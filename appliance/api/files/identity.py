"""Who asks for a file: a browser's pictures carry a cookie where apps send a token."""

import time

from appliance.api.auth import Authenticator
from appliance.api.tokens import Tokens, read_cookie
from appliance.errors import UnauthenticatedError
from appliance.models.access import Credential, Principal
from appliance.models.base import Role, State
from appliance.models.database import Database
from appliance.models.identity import ROTATION_GRACE
from appliance.models.user import Accounts


class Visitors:
    """Turns the headers of a request for a file into a principal."""

    def __init__(
        self,
        *,
        authenticator: Authenticator,
        database: Database,
        accounts: Accounts,
        tokens: Tokens,
    ) -> None:
        self._authenticator = authenticator
        self._database = database
        self._accounts = accounts
        self._tokens = tokens

    async def identify(self, authorization: str, cookie: str) -> Principal | None:
        """Return the caller by the token, else by the cookie; None: anonymous."""
        if authorization:
            principal = await self._authenticator.authenticate(authorization)
            if principal:
                return principal
        token = read_cookie(cookie) if cookie else ""
        user_id = await self._user_of(token) if token else None
        account = await self._accounts.find(user_id) if user_id is not None else None
        if account is None or account.state != State.NORMAL:
            return None
        role = Role(account.role)
        return Principal(account.id, account.username, role, Credential.ACCESS_TOKEN)

    async def _user_of(self, token: str) -> int | None:
        """Return whose session a refresh token belongs to, while it may be used."""
        try:
            uid = await self._tokens.read_refresh(token)
        except UnauthenticatedError:
            return None
        rows = await self._database.read(
            "SELECT s.user_id, t.expire_time, t.rotate_time"
            " FROM appliance_refresh_token t"
            " JOIN appliance_session s ON s.id = t.session_id WHERE t.uid = ?",
            (uid,),
        )
        now = time.time_ns() // 1000
        if not rows or rows[0]["expire_time"] <= now:
            return None
        # The page that still shows pictures may not know of the rotation yet.
        rotated = rows[0]["rotate_time"]
        if rotated is not None and now - rotated > ROTATION_GRACE:
            return None
        user_id: int = rows[0]["user_id"]
        return user_id
