"""Peers that tests of this folder talk to."""

from collections.abc import AsyncIterator

import pytest

from tests.api.outgoing.receiver import Receiver, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Listen for HTTP on a free port."""
    async with receiving() as open_receiver:
        yield open_receiver
