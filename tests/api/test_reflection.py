"""Reflection: what grpcurl asks first, in both versions."""

import asyncio

import grpc
import pytest
from connectrpc_grpcreflect._gen.grpc.reflection.v1.reflection_pb import (
    ServerReflectionRequest,
    ServerReflectionResponse,
)
from protobuf import Oneof

from appliance.api import contract, edge, reflection, rpc
from tests.api.calling import Notebook, methods_of, served


def ask(port: int, version: str, question: Oneof[str, str]) -> ServerReflectionResponse:
    """Ask one question, as a gRPC client does."""
    path = f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo"
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        request = ServerReflectionRequest(message_request=question)
        stream = channel.stream_stream(path)(iter([request.to_binary()]), timeout=10)
        return ServerReflectionResponse.from_binary(next(iter(stream)))


async def always() -> bool:
    """Be ready."""
    return True


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
async def test_services_and_their_files_are_told(version: str) -> None:
    app = edge.wrap(rpc.build(methods_of(Notebook()), always))
    async with served(app) as port:
        answer = await asyncio.to_thread(ask, port, version, Oneof("list_services", ""))
        names = {service.name for service in answer.message_response.value.service}
        symbol = Oneof("file_containing_symbol", "memos.api.v1.MemoService.GetMemo")
        found = await asyncio.to_thread(ask, port, version, symbol)
    assert {m.parent.type_name for m in contract.rpcs()} <= names
    assert "grpc.health.v1.Health" in names
    files = found.message_response.value.file_descriptor_proto
    assert any(b"memos/api/v1/memo_service.proto" in file for file in files)


def test_apps_stand_under_the_paths_of_both_versions() -> None:
    assert reflection.apps([]).keys() == {
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    }
