"""Filters that users keep: one store under the two names that clients know.

Up to 0.30 they are shortcuts, from 0.31 on views; either service shows all of them.
"""

import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from appliance.api.auth import require_principal
from appliance.api.resources import uid_of
from appliance.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from appliance.models.database import Database
from appliance.models.filter import compile_filter
from appliance.models.profile import validated_text
from appliance.models.shortcut import Shortcut, find_shortcut, list_shortcuts
from appliance.models.user import Account, Accounts


@dataclass(frozen=True, slots=True)
class Draft:
    """What a client wants a saved filter to be."""

    title: str
    filter: str


class SavedFilters:
    """What both services do, for a collection such as `shortcuts`."""

    def __init__(
        self, *, database: Database, accounts: Accounts, collection: str, noun: str
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._collection = collection
        self._noun = noun

    def name_of(self, owner: Account, row: Shortcut) -> str:
        """Return the resource name."""
        return f"{owner.name}/{self._collection}/{row.uid}"

    async def owner(self, parent: str) -> Account:
        """Return the user that a parent names, who must be the caller."""
        account = await self._accounts.find_by_username(uid_of(parent, "users", "user"))
        if account is None:
            raise NotFoundError("user not found")
        if account.id != require_principal().user_id:
            raise PermissionDeniedError("permission denied")
        return account

    async def listed(self, owner: Account) -> list[Shortcut]:
        """Return all of a user's."""
        return await list_shortcuts(owner.id)

    async def find(self, name: str) -> tuple[Account, Shortcut]:
        """Return one of the caller's by name."""
        owner, uid = await self._parsed(name)
        row = await find_shortcut(owner.id, uid)
        if row is None:
            raise self._missing()
        return owner, row

    async def create(
        self, owner: Account, draft: Draft, *, validate_only: bool
    ) -> Shortcut:
        """Check and, unless that is all, store a filter."""
        self._check_title(draft.title)
        self._check_filter(draft.filter)
        row = Shortcut.drafted(owner, draft.title, draft.filter)
        if not validate_only:
            async with self._database.write() as transaction:
                await row.keep(transaction, owner)
        return row

    async def change(
        self, name: str, draft: Draft, paths: AbstractSet[str]
    ) -> tuple[Account, Shortcut]:
        """Change title or filter, if the paths name them."""
        owner, uid = await self._parsed(name)
        async with self._database.write() as transaction:
            row = await find_shortcut(owner.id, uid, transaction)
            if row is None:
                raise self._missing()
            if "title" in paths:
                self._check_title(draft.title)
                row.title = draft.title
            if "filter" in paths:
                self._check_filter(draft.filter)
                row.expression = draft.filter
            if paths & {"title", "filter"}:
                await row.keep(transaction, owner)
        return owner, row

    async def delete(self, name: str) -> None:
        """Forget one of the caller's."""
        owner, uid = await self._parsed(name)
        async with self._database.write() as transaction:
            row = await find_shortcut(owner.id, uid, transaction)
            if row is None:
                raise self._missing()
            await row.remove(transaction, owner)

    async def _parsed(self, name: str) -> tuple[Account, str]:
        parent, _, uid = name.rpartition(f"/{self._collection}/")
        if not parent or not uid or "/" in uid:
            raise InvalidArgumentError(
                f'invalid {self._noun} name: invalid request "{name}"'
            )
        return await self.owner(parent), uid

    def _missing(self) -> NotFoundError:
        return NotFoundError(f"{self._noun} not found")

    @staticmethod
    def _check_title(title: str) -> None:
        if not validated_text(title):
            raise InvalidArgumentError("title is required")

    def _check_filter(self, source: str) -> None:
        """Refuse what a list could not be filtered by."""
        if not validated_text(source).strip():
            raise InvalidArgumentError("invalid filter: filter cannot be empty")
        compile_filter(source, self._database.dialect, int(time.time()))
