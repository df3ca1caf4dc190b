"""The composition root: settings become wired objects and one ASGI callable.

Everything long-lived is made here and handed on by keyword; nothing is looked up. A
path belongs to one surface, chosen by its prefix, and nothing is ever redirected.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

from quart import Quart

from appliance.api import contract, edge, interceptors, rpc, site
from appliance.api.asgi import App, local_path
from appliance.api.auth import AuthenticationInterceptor, Authenticator
from appliance.api.pages import Page
from appliance.api.rest import Gateway
from appliance.api.services import all_services
from appliance.api.tokens import Tokens
from appliance.config import Settings
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.follow import Follower
from appliance.models.instance import InstanceSettings
from appliance.models.password import Passwords
from appliance.models.registration import ensure_admin
from appliance.models.user import Accounts
from appliance.ops.foreign import find_memos_file
from appliance.ops.health import Health
from appliance.ops.logs import get_logger
from appliance.ops.metrics import Metrics

STATIC = Path(__file__).parent / "static"

# Prefixes of paths that a transport answers, whatever follows.
REST_PREFIXES = ("/api/v1/", "/api/appliance/", "/file/")

log = get_logger()


class Appliance:
    """The server as an ASGI callable, which any ASGI server can carry.

    `ops_asgi` is the operator's surface. After a start that failed, `fault` is why.
    """

    def __init__(
        self,
        *,
        surfaces: App,
        ops_asgi: App,
        alive: Callable[[], AbstractAsyncContextManager[None]],
    ) -> None:
        self.ops_asgi = ops_asgi
        self.fault: Exception | None = None
        self._surfaces = surfaces
        self._alive = alive

    async def asgi(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._surfaces(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        async with AsyncExitStack() as stack:
            await receive()
            try:
                await stack.enter_async_context(self._alive())
            except Exception as error:  # noqa: BLE001 - told to the server, which raises it
                self.fault = error
                failure = {"type": "lifespan.startup.failed", "message": str(error)}
                await send(failure)
                return
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


class Surfaces:
    """Gives each request to the surface that owns its path."""

    def __init__(self, *, calls: App, rest: App, page: App) -> None:
        self._calls = calls
        self._rest = rest
        self._page = page

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        surface = self._page
        if scope["type"] == "http":
            path = local_path(scope)
            if path.startswith(REST_PREFIXES):
                surface = self._rest
            elif rpc.serves(path):
                surface = self._calls
        await surface(scope, receive, send)


@dataclass(frozen=True, kw_only=True, slots=True)
class Core:
    """What rests, and what every request asks of it."""

    database: Database
    accounts: Accounts
    settings: InstanceSettings
    tokens: Tokens
    passwords: Passwords

    @classmethod
    def around(cls, database: Database) -> Self:
        """Make the rest around a database."""
        settings = InstanceSettings(database)
        return cls(
            database=database,
            accounts=Accounts(database),
            settings=settings,
            tokens=Tokens(settings),
            passwords=Passwords(),
        )


def build(
    settings: Settings, *, database: Database | None = None, static: Path = STATIC
) -> Appliance:
    """Make every long-lived object; nothing is opened before the start."""
    core = Core.around(database or describe_database(settings))
    shield = contract.Shield()
    metrics = Metrics(lambda: interceptors.current_metadata().transport)
    health = Health(core.database, metrics.observe_readiness)
    methods = contract.wrap(services(core, settings), chain(core, metrics), shield)
    built, obstacle = Page.load(static, settings.base_path), health.find_obstacle
    page = site.create_site(
        page=built, readiness=obstacle, observe=metrics.observe_page
    )
    ops = site.create_ops(readiness=obstacle, metrics=metrics.expose)

    @asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_opened(core, settings))
            await stack.enter_async_context(_following(core.database))
            await stack.enter_async_context(_serving(page))
            stack.push_async_callback(shield.drain)
            health.started = True
            yield
            health.started = False

    return Appliance(
        surfaces=edge.wrap(
            Surfaces(
                calls=rpc.build(methods, health.is_ready),
                rest=Gateway(methods),
                page=cast("App", page),
            ),
            base_path=settings.base_path,
            trusted_proxies=settings.trusted_proxies,
            instance_url=settings.instance_url,
        ),
        ops_asgi=cast("App", ops),
        alive=alive,
    )


def services(core: Core, settings: Settings) -> Mapping[str, object]:
    """Make the services of the contract."""
    return all_services(
        database=core.database,
        accounts=core.accounts,
        settings=core.settings,
        tokens=core.tokens,
        passwords=core.passwords,
        instance_url=settings.instance_url,
    )


def chain(core: Core, metrics: Metrics) -> list[contract.Interceptor]:
    """Return the links around every RPC, outermost first."""
    metadata, *inner = interceptors.outer_chain()
    authenticator = Authenticator(
        database=core.database, accounts=core.accounts, tokens=core.tokens
    )
    authentication = AuthenticationInterceptor(
        authenticator=authenticator, settings=core.settings
    )
    return [metadata, metrics, *inner, authentication]


@asynccontextmanager
async def _opened(core: Core, settings: Settings) -> AsyncIterator[None]:
    # A file is judged before it is opened, see `serve`; a server's database here.
    beside = None if settings.dsn.path else find_memos_file(settings.data)
    for migration in await migrate.migrate(core.database, beside=beside):
        log.info("migrated", migration=migration)
    await core.database.open()
    try:
        await core.settings.prepare(public=bool(settings.instance_url))
        if settings.admin_username:
            await _ensure_admin(core, settings)
        yield
    finally:
        await core.database.close()


async def _ensure_admin(core: Core, settings: Settings) -> None:
    made = await ensure_admin(
        core.database,
        core.passwords,
        settings.admin_username,
        settings.admin_password,
    )
    if made:
        log.info("administrator created", username=settings.admin_username)


@asynccontextmanager
async def _following(database: Database) -> AsyncIterator[None]:
    """Hear of what other processes write, for as long as the server runs."""
    follower = Follower(database)
    await follower.start()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(follower.run())
        yield
        task.cancel()


@asynccontextmanager
async def _serving(page: Quart) -> AsyncIterator[None]:
    await page.startup()
    try:
        yield
    finally:
        await page.shutdown()
