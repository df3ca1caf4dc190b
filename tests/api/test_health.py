"""Health in gRPC's own words."""

import asyncio

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.method import StreamType
from connectrpc.request import Headers

from appliance.api.contract import RestContext
from appliance.api.gen.grpc.health.v1.health_pb import HealthCheckRequest
from appliance.api.health import Health, Status

SERVICE = "memos.api.v1.MemoService"
UP, DOWN = True, False


class Readiness:
    """Says what the test wants, and lets the test know it was asked."""

    def __init__(self, *answers: bool) -> None:
        self.answers = list(answers)
        self.exhausted = asyncio.Event()

    async def __call__(self) -> bool:
        """Give the next answer, then the last one for ever."""
        answer = self.answers.pop(0)
        if not self.answers:
            self.answers.append(answer)
            self.exhausted.set()
        return answer


def health(*answers: bool) -> Health:
    """Make the health of a server."""
    return Health([SERVICE], Readiness(*answers), watch_seconds=0)


def context(instance: Health) -> RestContext:
    """Make a context; health looks at none of it."""
    endpoint = next(iter(instance.endpoints().values()))
    return RestContext(
        method=endpoint.method, http_method="POST", request_headers=Headers()
    )


@pytest.mark.parametrize("service", ["", SERVICE])
@pytest.mark.parametrize(("ready", "status"), [(UP, 1), (DOWN, 2)])
async def test_check_says_whether_calls_would_be_served(
    service: str,
    ready: bool,  # noqa: FBT001 - a column of the table
    status: int,
) -> None:
    instance = health(ready)
    answer = await instance.check(
        HealthCheckRequest(service=service), context(instance)
    )
    assert answer.status == status


async def test_check_of_an_unknown_service_is_not_found() -> None:
    instance = health(UP)
    with pytest.raises(ConnectError) as refused:
        await instance.check(HealthCheckRequest(service="x"), context(instance))
    assert refused.value.code is Code.NOT_FOUND


async def test_watch_answers_at_once_and_after_each_change() -> None:
    instance = health(UP, UP, DOWN, DOWN, UP)
    stream = instance.watch(HealthCheckRequest(), context(instance))
    seen = [(await anext(stream)).status for _ in range(3)]
    assert seen == [Status.SERVING, Status.NOT_SERVING, Status.SERVING]


async def test_watch_of_an_unknown_service_says_so() -> None:
    instance = health(UP)
    stream = instance.watch(HealthCheckRequest(service="x"), context(instance))
    assert [answer.status async for answer in stream] == [Status.SERVICE_UNKNOWN]


def test_endpoints_are_those_of_the_protocol() -> None:
    endpoints = health(UP).endpoints()
    assert endpoints.keys() == {
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
    }
    watch = endpoints["/grpc.health.v1.Health/Watch"]
    assert watch.method.stream_type is StreamType.SERVER_STREAM
