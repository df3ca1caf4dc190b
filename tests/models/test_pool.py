"""How busy the connections are."""

from appliance.models.database import Database
from appliance.models.dialect import Dialect
from appliance.models.pool import look_at_pool


async def test_a_server_s_connections_are_counted(database: Database) -> None:
    pool = look_at_pool(database)
    if database.dialect is Dialect.SQLITE:
        assert pool is None
        return
    assert pool
    assert pool.most == 10
    assert 1 <= pool.used + pool.idle <= pool.most


async def test_what_is_closed_has_none(database: Database) -> None:
    await database.close()
    try:
        assert look_at_pool(database) is None
    finally:
        await database.open()
