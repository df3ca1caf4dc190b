"""The numbers that Prometheus reads."""

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError
from prometheus_client import parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from appliance import __version__
from appliance.errors import UnavailableError
from appliance.models.database import Database
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


@pytest.mark.parametrize(
    ("outcome", "name"),
    [
        ("answer", "accepted"),
        (ConnectError(Code.INVALID_ARGUMENT, "unmatched"), "refused"),
        (ConnectError(Code.PERMISSION_DENIED, "archived"), "refused"),
        (ConnectError(Code.INTERNAL, "oops"), "failed"),
    ],
)
async def test_sign_ins_are_counted_by_their_outcome(
    outcome: object, name: str
) -> None:
    metrics = Metrics()
    call = Call(Method("memos.api.v1.AuthService", "SignIn"))

    async def call_next(_request: object, _ctx: object) -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with suppress(ConnectError):
        await metrics.intercept_unary(call_next, "request", call)
    await serve(metrics, "another call")
    found = {
        each: value(metrics, "appliance_sign_ins_total", outcome=each)
        for each in ("accepted", "refused", "failed")
    }
    assert found == {"accepted": 0, "refused": 0, "failed": 0, name: 1}


async def test_writes_of_the_database_are_timed(database: Database) -> None:
    metrics = Metrics()
    database.observe_write = metrics.observe_write
    async with database.write():
        await asyncio.sleep(0.02)
    with pytest.raises(ZeroDivisionError):
        async with database.write():
            raise ZeroDivisionError
    name = "appliance_database_write_duration_seconds"
    assert value(metrics, f"{name}_count") == 2
    seconds = value(metrics, f"{name}_sum")
    assert seconds
    assert 0.02 <= seconds < 5
    assert value(metrics, "appliance_database_writes_refused_total") == 0


async def test_a_write_that_cannot_begin_is_refused(tmp_path: Path) -> None:
    metrics = Metrics()
    file = tmp_path / "x.db"
    away = Database.sqlite(str(file))
    away.observe_write = metrics.observe_write
    await away.open()
    other = sqlite3.connect(file, isolation_level=None)
    try:
        await away.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UnavailableError):
            async with away.write():
                pytest.fail("nobody can write now")
    finally:
        other.close()
        await away.close()
    assert value(metrics, "appliance_database_writes_refused_total") == 1


def test_deliveries_and_lateness_are_counted() -> None:
    metrics = Metrics()
    metrics.observe_delivery("pending")
    metrics.observe_lag(0.2)
    attempts = "appliance_webhook_attempts_total"
    assert value(metrics, attempts, outcome="pending") == 1
    assert value(metrics, attempts, outcome="delivered") == 0
    assert value(metrics, "appliance_event_loop_lag_seconds_sum") == 0.2
