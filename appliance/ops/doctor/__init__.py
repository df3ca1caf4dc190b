"""The doctor: looks at everything an operator could look at, and says what to do."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from appliance.config import Settings
from appliance.errors import ApplianceError, FailedPreconditionError
from appliance.models.connection import check_schema, describe_database
from appliance.ops.acts.ground import Ground
from appliance.ops.doctor.address import look_at_address
from appliance.ops.doctor.finding import Finding, Verdict, bad, good
from appliance.ops.doctor.rows import look_inside
from appliance.ops.doctor.running import look_at_proxies, look_at_server
from appliance.ops.doctor.service import (
    look_at_backups,
    look_at_choices,
    recall_backups,
)
from appliance.ops.doctor.surroundings import look_around

__all__ = ["Finding", "Verdict", "examine", "examine_ground", "examine_server"]


async def examine(
    settings: Settings, *, deep: bool = False, repository: Path | None = None
) -> AsyncIterator[Finding]:
    """Yield every finding; a database that cannot be opened is one of them."""
    for finding in look_around(settings):
        yield finding
    for finding in await asyncio.to_thread(lambda: list(look_at_server(settings))):
        yield finding
    yield look_at_backups(repository) if repository else recall_backups(settings.data)
    if settings.instance_url:
        for finding in await look_at_address(settings.instance_url):
            yield finding
    if settings.dsn.path and not settings.dsn.path.exists():
        fact = f"{settings.dsn.path} is not there"
        yield bad("database", fact, "Name its directory with --data.")
        return
    database = describe_database(settings)
    try:
        await database.open()
    except ApplianceError as error:
        advice = "Is the server of the database up, and are --driver and --dsn right?"
        yield bad("database", str(error), advice)
        return
    ground = Ground.around(database, settings)
    try:
        async for finding in examine_ground(ground, settings, deep=deep):
            yield finding
    finally:
        await ground.storages.close()
        await database.close()


async def examine_server(ground: Ground, settings: Settings) -> AsyncIterator[Finding]:
    """Yield what the server that runs finds out about itself."""
    for finding in await asyncio.to_thread(lambda: list(look_around(settings))):
        yield finding
    if ground.observed:
        yield look_at_proxies(ground.observed())
    yield recall_backups(settings.data)
    if settings.instance_url:
        for finding in await look_at_address(settings.instance_url):
            yield finding
    async for finding in examine_ground(ground, settings, deep=False):
        yield finding


async def examine_ground(
    ground: Ground, settings: Settings, *, deep: bool
) -> AsyncIterator[Finding]:
    """Yield what an open database shows; the server may ask this of its own."""
    try:
        await check_schema(ground.database)
        yield good("schema", "is this program's")
        async for finding in look_inside(ground, deep=deep):
            yield finding
        async for finding in look_at_choices(ground, settings):
            yield finding
    except FailedPreconditionError as error:
        advice = "`appliance migrate` brings an older one to this program's schema."
        yield bad("schema", str(error), advice)
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own, and who makes the doctor stumble is ill
        advice = "Stop the server, keep a copy of the database, and restore a backup."
        yield bad("database", str(error), advice)
