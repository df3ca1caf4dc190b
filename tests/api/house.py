"""Every RPC behind its whole chain, without a transport around it."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from connectrpc.errors import ConnectError
from connectrpc.request import Headers

from appliance.api import codec, contract
from appliance.api.auth import AuthenticationInterceptor, Authenticator
from appliance.api.codec import Form
from appliance.api.contract import Method, RequestContext
from appliance.api.core import Core
from appliance.api.interceptors import outer_chain
from appliance.api.services import all_services
from appliance.api.tokens import Tokens
from appliance.config import read_settings
from appliance.models.base import Role
from appliance.models.database import Database
from appliance.models.instance import InstanceSettings
from appliance.models.user import Accounts, User
from appliance.ops.acts.ground import Ground
from appliance.ops.measures import Measures
from appliance.ops.operations import Operations
from appliance.ops.schedule.plan import Plans
from tests.factories import make_user
from tests.wire import Json

if TYPE_CHECKING:
    from protobuf import Message


def operations_of(core: Core) -> Operations:
    """Make what looks after the instance, without a process that does jobs."""
    ground = Ground.around(core.database, core.configuration)
    return Operations(
        ground=ground,
        configuration=core.configuration,
        accounts=core.accounts,
        measures=Measures(core.database, core.configuration.data),
        plans=Plans(core.settings, core.configuration),
    )


@dataclass(frozen=True, slots=True)
class House:
    """The services over one database, wired as the server wires them."""

    core: Core
    methods: Mapping[str, Method]

    @classmethod
    async def build(cls, database: Database, data: Path, *, public: bool) -> Self:
        """Make everything that a server makes at its start."""
        url = "https://memos.example.org" if public else ""
        chosen = {"instance_url": url, "data": str(data)}
        core = Core.around(database, read_settings(chosen, {}))
        await core.settings.prepare(public=public)
        authentication = AuthenticationInterceptor(
            authenticator=Authenticator(
                database=database, accounts=core.accounts, tokens=core.tokens
            ),
            settings=core.settings,
            failures=core.failures,
        )
        services = all_services(core, operations_of(core))
        methods = contract.wrap(services, [*outer_chain(), authentication])
        by_name = {method.name: method for method in methods}
        return cls(core, by_name)

    @property
    def database(self) -> Database:
        """The database of all services."""
        return self.core.database

    @property
    def accounts(self) -> Accounts:
        """The accounts in it."""
        return self.core.accounts

    @property
    def settings(self) -> InstanceSettings:
        """The settings of the instance."""
        return self.core.settings

    @property
    def tokens(self) -> Tokens:
        """What signs in."""
        return self.core.tokens

    @property
    def anonymous(self) -> "Visitor":
        """Nobody."""
        return Visitor(self)

    async def user(self, username: str, *, role: Role = Role.USER) -> "Visitor":
        """Make an account, the first an administrator, and sign it in."""
        return await self.sign_in(await make_user(self.database, username, role=role))

    async def sign_in(self, user: User) -> "Visitor":
        """Give an account an access token."""
        account = await self.accounts.find(user.id)
        assert account is not None
        access = await self.tokens.issue_access(account, int(time.time()))
        return Visitor(self, user, {"authorization": f"Bearer {access.token}"})


@dataclass(slots=True)
class Visitor:
    """Somebody who calls; `answered` are the headers of the last answer."""

    house: House
    account: User | None = None
    headers: dict[str, str] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)

    @property
    def user(self) -> User:
        """The account of one who is signed in."""
        assert self.account is not None
        return self.account

    @property
    def name(self) -> str:
        """The resource name of the account."""
        return f"users/{self.user.username}"

    def sending(self, **headers: str) -> "Visitor":
        """Return the same visitor with more headers."""
        spelled = {key.replace("_", "-"): value for key, value in headers.items()}
        return Visitor(self.house, self.account, self.headers | spelled)

    async def ok(self, rpc: str, **request: Any) -> Json:
        """Call a method that must succeed; return the answer as REST spells it."""
        kind = self._method(rpc).input
        message = codec.decode_json(json.dumps(request).encode(), kind)
        return await self.send(rpc, message)

    async def send(self, rpc: str, message: "Message[Any]") -> Json:
        """Call a method with a message as it is."""
        method = self._method(rpc)
        ctx: RequestContext = RequestContext(
            method=method.info,
            http_method="POST",
            request_headers=Headers(self.headers),
            client_address="192.0.2.7:4711",
        )
        answer = await method.call(message, ctx)
        self.answered = dict(ctx.response_headers)
        decoded: Json = json.loads(codec.encode(answer, Form.REST_JSON))
        return decoded

    async def refused(self, rpc: str, **request: Any) -> tuple[str, str]:
        """Call a method that must not succeed; return code and message."""
        try:
            answer = await self.ok(rpc, **request)
        except ConnectError as error:
            return error.code.value, error.message
        raise AssertionError(f"{rpc} was not refused: {answer}")

    async def write(self, uid: str, content: str = "", **fields: Any) -> Json:
        """Create a memo under a uid."""
        memo = {"content": content or uid, **fields}
        return await self.ok("MemoService/CreateMemo", memo=memo, memoId=uid)

    async def change(self, uid: str, **fields: Any) -> Json:
        """Change the given fields of a memo, and no others."""
        memo = {"name": f"memos/{uid}", **fields}
        return await self.ok(
            "MemoService/UpdateMemo", memo=memo, updateMask=",".join(fields)
        )

    async def listed(self, **request: Any) -> list[str]:
        """List memos and return their uids."""
        answer = await self.ok("MemoService/ListMemos", **request)
        return [memo["name"].removeprefix("memos/") for memo in answer["memos"]]

    def _method(self, rpc: str) -> Method:
        methods = self.house.methods
        return methods.get(f"memos.api.v1.{rpc}") or methods[f"appliance.v1.{rpc}"]
