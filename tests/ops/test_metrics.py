"""The numbers that Prometheus reads."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from appliance import __version__
from appliance.ops.metrics import Metrics

METHOD = "memos.api.v1.MemoService/GetMemo"
LABELS = {"method": METHOD, "transport": "rest"}


@dataclass(frozen=True)
class Method:
    """What the chain knows about the RPC."""

    service_name: str = "memos.api.v1.MemoService"
    name: str = "GetMemo"


@dataclass(frozen=True)
class Call:
    """The context of one call."""

    method: Method = field(default_factory=Method)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


async def serve(metrics: Metrics, outcome: object) -> Any:
    async def call_next(_request: object, _ctx: object) -> object:
        assert value(metrics, "appliance_rpc_in_flight") == 1
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    return await metrics.intercept_unary(call_next, "request", Call())


async def test_answers_are_counted_and_timed() -> None:
    metrics = Metrics(lambda: "rest")
    assert await serve(metrics, "answer") == "answer"
    await serve(metrics, "answer")
    assert value(metrics, "appliance_rpc_total", **LABELS, code="ok") == 2
    assert value(metrics, "appliance_rpc_duration_seconds_count", **LABELS) == 2
    assert value(metrics, "appliance_rpc_in_flight") == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectError(Code.NOT_FOUND, "gone"), "not_found"),
        (ConnectError(Code.INTERNAL, "oops"), "internal"),
        (ValueError("a fault below recovery"), "unknown"),
        (asyncio.CancelledError(), "canceled"),
    ],
)
async def test_errors_are_counted_by_code_and_pass_through(
    error: BaseException, code: str
) -> None:
    metrics = Metrics(lambda: "rest")
    with pytest.raises(type(error)):
        await serve(metrics, error)
    assert value(metrics, "appliance_rpc_total", **LABELS, code=code) == 1
    assert value(metrics, "appliance_rpc_in_flight") == 0


def test_the_program_and_the_process_describe_themselves() -> None:
    metrics = Metrics()
    labels = {"version": __version__, "memos_version": "0.30.0"}
    assert value(metrics, "appliance_build_info", **labels) == 1
    resident = value(metrics, "process_resident_memory_bytes")
    assert resident
    assert resident > 2**20


def test_pages_are_counted_by_status() -> None:
    metrics = Metrics()
    for status in (200, 200, 404):
        metrics.observe_page(status)
    assert value(metrics, "appliance_http_requests_total", status="200") == 2
    assert value(metrics, "appliance_http_requests_total", status="404") == 1


def test_readiness_is_a_number() -> None:
    metrics = Metrics()
    metrics.observe_readiness(ready=True)
    assert value(metrics, "appliance_ready") == 1


async def test_the_accept_header_chooses_the_form() -> None:
    metrics = Metrics()
    await serve(metrics, "answer")
    text, text_type = metrics.expose("*/*")
    newer, newer_type = metrics.expose(
        "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"
    )
    assert text_type.startswith("text/plain; version=0.0.4")
    assert newer_type.startswith("application/openmetrics-text; version=1.0.0")
    for parse, body in (
        (parser.text_string_to_metric_families, text),
        (openmetrics_parser.text_string_to_metric_families, newer),
    ):
        families = parse(body.decode())
        assert "appliance_rpc" in {family.name for family in families}


def test_two_servers_in_a_process_do_not_share_numbers() -> None:
    first, second = Metrics(), Metrics()
    first.observe_readiness(ready=True)
    assert value(second, "appliance_ready") == 0
