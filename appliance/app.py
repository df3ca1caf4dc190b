"""The composition root: settings become wired objects and one ASGI callable.

Everything long-lived is made here and handed on by keyword; nothing is looked up. A
path belongs to one surface, chosen by its prefix, and nothing is ever redirected.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from quart import Quart

from appliance.api import contract, edge, interceptors, rpc, site
from appliance.api.access_log import logged
from appliance.api.asgi import App
from appliance.api.auth import AuthenticationInterceptor, Authenticator
from appliance.api.core import Core
from appliance.api.deployment import provide, read_deployment
from appliance.api.events import EventSurface
from appliance.api.files.arrivals import Arrivals
from appliance.api.files.surface import FileSurface
from appliance.api.files.thumbnails import Thumbnails
from appliance.api.gate import Gate
from appliance.api.jobs import Jobs
from appliance.api.outgoing.operator_news import OperatorNews
from appliance.api.rest import Gateway
from appliance.api.services import all_services
from appliance.api.services.instance.values import Values
from appliance.api.settings.keys import in_force, spelled
from appliance.api.surfaces import Surfaces
from appliance.api.web import create_web
from appliance.config import Settings
from appliance.models import audit, migrate
from appliance.models.connection import describe_database
from appliance.models.database import Database
from appliance.models.expiry import Expiry
from appliance.models.follow import Follower
from appliance.models.registration import ensure_admin
from appliance.models.storage.sweep import Sweeper
from appliance.ops import acts
from appliance.ops.acts.ground import Ground
from appliance.ops.backup.files import remove_rooms
from appliance.ops.control import ControlSocket
from appliance.ops.foreign import find_memos_file
from appliance.ops.health import Health
from appliance.ops.http.surface import OpsSurface
from appliance.ops.jobs.runner import JobRunner
from appliance.ops.lag import watching
from appliance.ops.logs import get_logger
from appliance.ops.measures import Measures
from appliance.ops.metrics import Metrics
from appliance.ops.operations import Operations
from appliance.ops.schedule.plan import Plans
from appliance.ops.schedule.reports import Reports
from appliance.ops.schedule.scheduler import Scheduler
from appliance.ops.upgrade import WayBack

STATIC = Path(__file__).parent / "static"

# Something that lives as long as its context.
Life = Callable[[], AbstractAsyncContextManager[None]]

log = get_logger()


class Appliance:
    """The server as an ASGI callable, which any ASGI server can carry.

    `ops_asgi` is the operator's surface, `ground` what their acts stand on. After a
    start that failed, `fault` is why. `end_streams` ends the answers that would never
    end by themselves.
    """

    def __init__(
        self,
        *,
        surfaces: App,
        ops_asgi: App,
        ground: Ground,
        alive: Life,
        end_streams: Callable[[], None],
    ) -> None:
        self.ops_asgi = ops_asgi
        self.ground = ground
        self.end_streams = end_streams
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


def build(
    settings: Settings,
    *,
    database: Database | None = None,
    static: Path = STATIC,
    background: bool = True,
) -> Appliance:
    """Make every long-lived object; nothing is opened before the start.

    Without `background` nothing works but requests, so that one can count their cost.
    """
    core = Core.around(database or describe_database(settings), settings)
    metrics, authenticator = _metrics(), _authenticator(core)
    shield, health = contract.Shield(), _health(core, metrics)
    events = EventSurface(core.database, authenticator)
    measures = _measured(core, metrics, authenticator, events)
    services = all_services(core, _operations(core, measures))
    methods = contract.wrap(services, chain(core, metrics, authenticator), shield)
    page = _page(core, static, metrics, health)
    gate = _gate(core, authenticator)
    ops = cast("App", _ops(core, metrics, measures, health, gate))
    rest = Gateway(methods, Arrivals(core.storages))
    files = FileSurface(core, rest)
    surfaces = Surfaces(
        calls=rpc.build(methods, health.is_ready, may_send_files=files.knows),
        rest=events.before(rest),
        files=logged(files),
        page=logged(cast("App", page)),
        ops=logged(ops),
        metrics=gate.before(ops, local=True),
    )
    work = _background(core, metrics) if background else []
    parts = [*work, *_parts(core, files, page), measures.stopping]
    return Appliance(
        surfaces=_behind_the_edge(surfaces, core),
        ops_asgi=ops,
        ground=_ground(core),
        alive=_lifetime(core, shield, health, parts),
        end_streams=events.end,
    )


def _metrics() -> Metrics:
    return Metrics(lambda: interceptors.current_metadata().transport)


def _health(core: Core, metrics: Metrics) -> Health:
    data, floor = core.configuration.data, core.configuration.disk_floor
    return Health(core.database, metrics.observe_readiness, data=data, floor=floor)


def _authenticator(core: Core) -> Authenticator:
    return Authenticator(
        database=core.database, accounts=core.accounts, tokens=core.tokens
    )


def _gate(core: Core, authenticator: Authenticator) -> Gate:
    return Gate(
        authenticator,
        failures=core.failures,
        token=core.configuration.ops_token,
        networks=core.configuration.metrics_networks,
    )


def _operations(core: Core, measures: Measures) -> Operations:
    return Operations(
        ground=_ground(core),
        configuration=core.configuration,
        accounts=core.accounts,
        measures=measures,
        plans=Plans(core.settings, core.configuration),
    )


def _background(core: Core, metrics: Metrics) -> list[Life]:
    """Name what works without being asked."""
    plans = Plans(core.settings, core.configuration)
    news = OperatorNews(core)
    reports = Reports(
        core.database,
        core.accounts,
        plans.current,
        mail=news.mail,
        ping=news.ping,
        observe=metrics.observe_job,
    )
    scheduler = Scheduler(
        plans.current, str(core.configuration.data), metrics.observe_due
    )
    runner = JobRunner(
        core.database,
        core.configuration,
        finished=[reports.ended, scheduler.follow_up],
        beside=[scheduler.run],
    )
    return [
        lambda: watching(metrics.observe_lag),
        lambda: _following(core.database),
        Jobs(core, metrics.observe_delivery).working,
        runner.working,
    ]


def _parts(core: Core, files: FileSurface, page: Quart) -> list[Life]:
    """Name what lives beside the requests, in the order in which it starts."""
    return [
        core.failures.writing,
        lambda: _sweeping(core, files.thumbnails),
        lambda: _serving(page),
        lambda: _controlled(core),
    ]


def _page(core: Core, static: Path, metrics: Metrics, health: Health) -> Quart:
    """Make the plain web surface."""
    return create_web(core, static, health.find_obstacle, metrics.observe_page)


def _measured(
    core: Core, metrics: Metrics, authenticator: Authenticator, events: EventSurface
) -> Measures:
    """Have everything that can be measured measured."""
    core.database.observe_write = metrics.observe_write
    core.database.observe_scan = metrics.observe_scan
    measures = Measures(
        core.database,
        core.configuration.data,
        streams=lambda: events.streams,
        caches=core.accounts.caches | core.settings.caches | authenticator.caches,
    )
    metrics.registry.register(measures)
    return measures


def _ops(
    core: Core, metrics: Metrics, measures: Measures, health: Health, gate: Gate
) -> Quart:
    """Make the operator's surface; rows are counted while the database is open."""
    surface = OpsSurface(
        ground=_ground(core),
        configuration=core.configuration,
        measures=measures,
        operations=_operations(core, measures),
        judge=gate.judge,
        is_started=lambda: health.started,
    )

    async def expose(accept: str) -> tuple[bytes, str]:
        if health.started:
            await measures.refresh()
        return metrics.expose(accept)

    ops = site.create_ops(readiness=health.find_obstacle, metrics=expose)
    ops.register_blueprint(surface.blueprint())
    return ops


def _behind_the_edge(app: App, core: Core) -> App:
    settings = core.configuration
    return edge.wrap(
        app,
        base_path=settings.base_path,
        trusted_proxies=settings.trusted_proxies,
        instance_url=settings.instance_url,
        sightings=core.sightings,
    )


def _lifetime(
    core: Core, shield: contract.Shield, health: Health, parts: Iterable[Life]
) -> Life:
    """Return what opens the store, starts the parts and stops them in turn."""

    @asynccontextmanager
    async def alive() -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(_opened(core, core.configuration))
            for start in parts:
                await stack.enter_async_context(start())
            stack.push_async_callback(shield.drain)
            health.started = True
            yield
            health.started = False

    return alive


def chain(
    core: Core, metrics: Metrics, authenticator: Authenticator
) -> list[contract.Interceptor]:
    """Return the links around every RPC, outermost first."""
    metadata, *inner = interceptors.outer_chain()
    authentication = AuthenticationInterceptor(
        authenticator=authenticator, settings=core.settings, failures=core.failures
    )
    return [metadata, metrics, *inner, authentication]


@asynccontextmanager
async def _opened(core: Core, settings: Settings) -> AsyncIterator[None]:
    # Nothing is touched while the deployment's own files have a fault.
    deployment = read_deployment(settings.deployment_dir)
    # A file is judged before it is opened, see `serve`; a server's database here.
    beside = None if settings.dsn.path else find_memos_file(settings.data)
    keep = WayBack(settings).keep if settings.upgrade_snapshot else None
    done = await migrate.migrate(core.database, beside=beside, keep=keep)
    for migration in done:
        log.info("migrated", migration=migration)
    await core.database.open()
    try:
        if done and done != migrate.known():
            await audit.record(core.database, "schema.migrated", detail=done[-1])
        await core.settings.prepare(public=bool(settings.instance_url))
        await provide(core, deployment)
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
async def _sweeping(core: Core, thumbnails: Thumbnails) -> AsyncIterator[None]:
    """Remove what nobody needs any more; at the end let go of the storages."""
    sweeper = Sweeper(core.database, core.storages)
    expiry = Expiry.of(core.database, core.configuration)
    rooms = partial(asyncio.to_thread, remove_rooms, core.configuration.data)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(sweeper.run(thumbnails.prune, expiry.expire, rooms))
        yield
        task.cancel()
    await core.storages.close()


def _controlled(core: Core) -> AbstractAsyncContextManager[None]:
    """Do what operators ask, for as long as the server runs."""
    directory = core.configuration.data
    return ControlSocket(directory, partial(acts.perform, _ground(core))).serving()


def _ground(core: Core) -> Ground:
    return Ground(
        database=core.database,
        passwords=core.passwords,
        settings=core.settings,
        storages=core.storages,
        replace=Values(core).replace,
        in_force=in_force,
        spelled=spelled,
        observed=core.sightings.facts,
    )


@asynccontextmanager
async def _serving(page: Quart) -> AsyncIterator[None]:
    await page.startup()
    try:
        yield
    finally:
        await page.shutdown()
