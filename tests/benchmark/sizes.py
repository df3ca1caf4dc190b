"""Two servers with the same memos, one of them many times over."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.benchmark.growth import Scale, multiply
from tests.benchmark.reads import Furnished, furnish
from tests.benchmark.seeding import seed
from tests.benchmark.state import State
from tests.servers import Server, prepared_server, running_server


@dataclass(frozen=True, slots=True)
class Sizes:
    """Both servers, stopped, and what was written into each."""

    small: Server
    large: Server
    state: State
    made: Furnished


@contextmanager
def two_sizes(scale: Scale) -> Iterator[Sizes]:
    """Fill a server over HTTP, and grow a copy of its SQLite file."""
    with (
        running_server(database="sqlite", public=True) as small,
        prepared_server(database="sqlite", public=True) as large,
    ):
        state = asyncio.run(seed(small.base_url, scale.memos))
        made = furnish(small.base_url)
        small.stop()
        shutil.copytree(small.data, large.data)
        multiply(large.data / "appliance.db", scale.factor)
        yield Sizes(small, large, state, made)
