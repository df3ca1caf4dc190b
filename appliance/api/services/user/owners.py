"""Whose resource a request is about, and whether the caller may touch it."""

from appliance.api.auth import require_principal, require_self_or_admin
from appliance.api.resources import uid_of
from appliance.errors import InvalidArgumentError, PermissionDeniedError
from appliance.models.user import Account, Accounts


class Owners:
    """Finds the user that a parent `users/{username}` names."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def find(self, name: str, *, noun: str = "user") -> Account:
        """Return the user; an unknown one is an invalid argument here.

        `noun` says in the refusal what the name was part of.
        """
        account = await self._accounts.find_by_username(uid_of(name, "users", "user"))
        if account is None:
            raise InvalidArgumentError(f"invalid {noun} name: user not found: {name}")
        return account

    async def require_self(self, name: str, *, noun: str = "user") -> Account:
        """Return the user, who must be the caller."""
        account = await self.find(name, noun=noun)
        if require_principal().user_id != account.id:
            raise PermissionDeniedError("permission denied")
        return account

    async def require_self_or_admin(self, name: str) -> Account:
        """Return the user, who must be the caller unless that is an administrator."""
        principal = require_principal()
        account = await self.find(name)
        require_self_or_admin(principal, account.id)
        return account
