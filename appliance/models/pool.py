"""How busy the connections to a database server are."""

from dataclasses import dataclass

from appliance.models.database import Database
from appliance.models.dialect import Dialect


@dataclass(frozen=True, slots=True)
class Pool:
    """Connections: those that work, those that wait, and how many there may be."""

    used: int
    idle: int
    most: int


def look_at_pool(database: Database) -> Pool | None:
    """Return what is known of the pool; None where there is none, or none is open."""
    if database.dialect is Dialect.SQLITE or not database.is_open:
        return None
    pool = getattr(database.connection, "_pool", None)
    if pool is None:
        return None
    if database.dialect is Dialect.POSTGRES:
        size, idle, most = pool.get_size(), pool.get_idle_size(), pool.get_max_size()
    else:
        size, idle, most = pool.size, pool.freesize, pool.maxsize
    return Pool(size - idle, idle, most)
