"""The people and memos of the matrix, on an instance inside this process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx

from appliance.app import build
from appliance.config import read_settings
from appliance.models.attachment import Attachment
from appliance.models.base import Role
from appliance.models.database import Database
from appliance.models.identity import PersonalAccessToken, hash_token
from appliance.models.memo import Memo
from appliance.models.personal_token import PREFIX as PERSONAL_PREFIX
from appliance.models.reaction import Reaction
from appliance.models.share import MemoShare
from appliance.models.user import User
from tests.clients import CLIENTS, HttpClient
from tests.contract.matrix.rules import NOBODIES, Caller
from tests.contract.matrix.subjects import Standing, Subject
from tests.factories import make_attachment, make_memo, make_user
from tests.test_app import Life

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A subject as rows, with something of every kind hanging on it."""

    memo: Memo
    attachment: Attachment
    reaction: Reaction
    share: MemoShare

    @property
    def name(self) -> str:
        """The memo's resource name."""
        return self.memo.name

    @property
    def canary(self) -> str:
        """A word that stands in this memo and nowhere else."""
        return self.memo.content


@dataclass(frozen=True, slots=True)
class Cast:
    """An instance with its accounts and one client for each transport."""

    database: Database
    public: bool
    people: Mapping[Caller, User]
    tokens: Mapping[Caller, str]
    clients: Mapping[str, HttpClient]

    async def place(self, subject: Subject) -> Placed:
        """Store the subject anew, under names that were never used."""
        parent = None
        if subject.parent:
            parent = await self._memo(Caller.HOST, subject.parent, None)
        memo = await self._memo(Caller.OWNER, subject.own, parent)
        owner = self.people[Caller.OWNER]
        number = next(_numbers)
        reaction = Reaction(
            memo_id=memo.id, creator_id=owner.id, reaction_type="👍", create_time=0
        )
        share = MemoShare(
            uid=f"share-{number}", memo_id=memo.id, creator_id=owner.id, create_time=0
        )
        async with self.database.write() as transaction:
            await reaction.save(using_db=transaction.connection)
            await share.save(using_db=transaction.connection)
        attachment = await make_attachment(self.database, owner, memo, "file.txt")
        return Placed(memo, attachment, reaction, share)

    async def _memo(
        self, creator: Caller, standing: Standing, parent: Memo | None
    ) -> Memo:
        return await make_memo(
            self.database,
            self.people[creator],
            f"canary{next(_numbers)}x",
            visibility=standing.visibility,
            state=standing.state,
            parent=parent,
        )


@asynccontextmanager
async def cast(database: Database, data: Path, *, public: bool) -> AsyncIterator[Cast]:
    """Start an instance on the database and sign everybody in."""
    chosen = {"data": str(data), "log_level": "error"}
    if public:
        chosen["instance_url"] = "http://a"
    application = build(read_settings(chosen, {}), database=database, static=data)
    await database.close()
    life = Life(application)
    assert (await life.tell("startup"))["type"] == "lifespan.startup.complete"
    clients = {name: _client(name, application) for name in ("rest", "connect-json")}
    people, tokens = await _sign_in(database)
    yield Cast(database, public, people, tokens, clients)
    for client in clients.values():
        await client.aclose()
    await life.tell("shutdown")
    await life.task
    # The fixture of the database closes what it opened.
    await database.open()


def _client(name: str, application: object) -> HttpClient:
    client = CLIENTS[name]("http://a")
    assert isinstance(client, HttpClient)
    transport = httpx.ASGITransport(application.asgi)  # type: ignore[attr-defined]  # built above
    client.http = httpx.AsyncClient(transport=transport, base_url="http://a")
    return client


async def _sign_in(database: Database) -> tuple[dict[Caller, User], dict[Caller, str]]:
    people, tokens = {}, {}
    # The first account of an instance is its administrator.
    for caller in (Caller.ADMIN, *(c for c in Caller if c is not Caller.ADMIN)):
        if caller in NOBODIES:
            continue
        role = Role.ADMIN if caller is Caller.ADMIN else Role.USER
        people[caller] = await make_user(database, str(caller), role=role)
        tokens[caller] = f"{PERSONAL_PREFIX}{caller:x<32}"
        async with database.write() as transaction:
            await PersonalAccessToken.create(
                using_db=transaction.connection,
                uid=f"token-{caller}",
                user_id=people[caller].id,
                token_hash=hash_token(tokens[caller]),
                create_time=0,
            )
    return people, tokens
