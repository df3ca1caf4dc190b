"""Native gRPC as google's own library sees it, beyond plain calls."""

import time
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

from tests import wire
from tests.servers import Server, running_server, sign_up
from tests.wire import Json


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def token(server: Server) -> str:
    return sign_up(server)


@pytest.fixture
def channel(server: Server) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as opened:
        yield opened


def call(
    channel: grpc.Channel, rpc: str, request: Json | None = None, **options: Any
) -> Any:
    method = wire.rpcs()[rpc]
    invoke = channel.unary_unary(
        method.path,
        request_serializer=method.input.SerializeToString,
        response_deserializer=method.output.FromString,
    )
    options = {"timeout": 20} | options
    return invoke(wire.to_message(method.input, request or {}), **options)


def refused(channel: grpc.Channel, rpc: str, **options: Any) -> grpc.StatusCode:
    with pytest.raises(grpc.RpcError) as caught:
        call(channel, rpc, **options)
    code: grpc.StatusCode = caught.value.code()
    return code


def test_reflection_names_every_service(channel: grpc.Channel) -> None:
    reflected = set(ProtoReflectionDescriptorDatabase(channel).get_services())

    assert {method.service for method in wire.rpcs().values()} <= reflected


def test_reflection_describes_what_the_contract_says(channel: grpc.Channel) -> None:
    database = ProtoReflectionDescriptorDatabase(channel)
    reflected = descriptor_pool.DescriptorPool(database)

    for name in {method.service for method in wire.rpcs().values()}:
        ours = wire.pool().FindServiceByName(name)
        theirs = reflected.FindServiceByName(name)
        assert [
            (method.name, method.input_type.full_name, method.output_type.full_name)
            for method in theirs.methods
        ] == [
            (method.name, method.input_type.full_name, method.output_type.full_name)
            for method in ours.methods
        ]


def test_health_check_says_serving(channel: grpc.Channel) -> None:
    assert wire.to_json(call(channel, "Health/Check")) == {"status": "SERVING"}
    service = {"service": "memos.api.v1.MemoService"}
    assert wire.to_json(call(channel, "Health/Check", service)) == {"status": "SERVING"}


def test_health_check_of_an_unknown_service_is_not_found(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError, match="NOT_FOUND"):
        call(channel, "Health/Check", {"service": "no.such.Service"})


def test_unknown_method_is_unimplemented(channel: grpc.Channel) -> None:
    invoke = channel.unary_unary("/memos.api.v1.MemoService/Invent")
    with pytest.raises(grpc.RpcError, match="UNIMPLEMENTED"):
        invoke(b"", timeout=20)


@pytest.mark.alone
def test_deadline_ends_the_call(channel: grpc.Channel) -> None:
    # Shorter than any answer can be, so that it always passes first.
    begin = time.monotonic()
    code = refused(channel, "InstanceService/GetInstanceProfile", timeout=0.00001)

    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert time.monotonic() - begin < 5
    assert call(channel, "InstanceService/GetInstanceProfile").version == "0.30.0"


def test_gzip_in_both_directions(server: Server, token: str) -> None:
    text = "the same words again " * 300
    with grpc.insecure_channel(
        f"127.0.0.1:{server.port}", compression=grpc.Compression.Gzip
    ) as channel:
        memo = call(
            channel,
            "MemoService/CreateMemo",
            {"memo": {"content": text}},
            metadata=(("authorization", f"Bearer {token}"),),
        )

    assert memo.content == text


def test_refusal_carries_its_words(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        call(channel, "AuthService/GetCurrentUser")

    error: Any = caught.value
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED
    assert error.details() == "authentication required"


def test_one_channel_carries_many_calls(channel: grpc.Channel, token: str) -> None:
    # Above the limit at which a stock server closes a connection for good.
    method = wire.rpcs()["AuthService/GetCurrentUser"]
    invoke = channel.unary_unary(
        method.path,
        request_serializer=method.input.SerializeToString,
        response_deserializer=method.output.FromString,
    )
    metadata = (("authorization", f"Bearer {token}"),)
    for _ in range(15):
        pending = [
            invoke.future(method.input(), metadata=metadata, timeout=30)
            for _ in range(80)
        ]
        names = {answer.result().user.name for answer in pending}
        assert names == {"users/admin"}
