"""The composition root: settings become wired objects and one ASGI callable.

Everything long-lived is made here and handed on by keyword; nothing is looked up. A
path belongs to one surface, chosen by its prefix, and nothing is ever redirected.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, cast

from quart import Quart

from appliance.api import contract, edge, interceptors, site
from appliance.api.asgi import App, local_path
from appliance.api.pages import Page
from appliance.api.rest import Gateway
from appliance.config import Settings
from appliance.models import migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.ops.health import Health
from appliance.ops.logs import get_logger
from appliance.ops.metrics import Metrics

STATIC = Path(__file__).parent / "static"

# Prefixes of paths that a transport answers, whatever follows.
REST_PREFIXES = ("/api/", "/file/")

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

    def __init__(self, *, rest: App, page: App) -> None:
        self._rest = rest
        self._page = page

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        surface = self._page
        if scope["type"] == "http" and local_path(scope).startswith(REST_PREFIXES):
            surface = self._rest
        await surface(scope, receive, send)


def build(
    settings: Settings, *, database: Database | None = None, static: Path = STATIC
) -> Appliance:
    """Make every long-lived object; nothing is opened before the start."""
    database = database or describe_database(settings)
    health = Health(database)
    shield = contract.Shield()
    metrics = Metrics(lambda: interceptors.current_metadata().transport)
    methods = contract.wrap({}, chain(metrics), shield)
    page = site.create_site(
        page=Page.load(static, settings.base_path), readiness=health.find_obstacle
    )
    ops = site.create_ops(readiness=health.find_obstacle, metrics=metrics.expose)

    @asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_opened(database))
            await stack.enter_async_context(_serving(page))
            stack.push_async_callback(shield.drain)
            health.started = True
            yield
            health.started = False

    return Appliance(
        surfaces=edge.wrap(
            Surfaces(rest=Gateway(methods), page=cast("App", page)),
            base_path=settings.base_path,
            trusted_proxies=settings.trusted_proxies,
            instance_url=settings.instance_url,
        ),
        ops_asgi=cast("App", ops),
        alive=alive,
    )


def chain(metrics: Metrics) -> list[contract.Interceptor]:
    """Return the links around every RPC, outermost first."""
    metadata, *inner = interceptors.outer_chain()
    return [metadata, metrics, *inner]


@asynccontextmanager
async def _opened(database: Database) -> AsyncIterator[None]:
    for migration in await migrate.migrate(database):
        log.info("migrated", migration=migration)
    await database.open()
    try:
        yield
    finally:
        await database.close()


@asynccontextmanager
async def _serving(page: Quart) -> AsyncIterator[None]:
    await page.startup()
    try:
        yield
    finally:
        await page.shutdown()
