"""No request makes the server fail, and none shows a stranger somebody's private text.

Over REST schemathesis makes requests that fit an OpenAPI document of the contract, and
requests that do not; over gRPC hypothesis makes messages of the descriptors.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import grpc
import pytest
import schemathesis
from google.protobuf.message import Message
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests import wire
from tests.contract.fuzzing import Scene, furnished, messages
from tests.contract.openapi import document
from tests.servers import running_server, sign_up
from tests.wire import Rpc

# How many requests of one kind; the thorough runs look where luck must help.
EFFORTS = [4, pytest.param(40, marks=pytest.mark.slow)]  # minutes, for rare faults
CALL_SECONDS = 30
FAILURES = {
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.DATA_LOSS,
    grpc.StatusCode.DEADLINE_EXCEEDED,
}
RPCS = {
    name: rpc
    for name, rpc in wire.rpcs().items()
    if rpc.service.startswith(("memos.", "appliance."))
}
# Where there is nothing to say, nothing can be wrong.
ROUTED = [
    pytest.param(name, mode, id=f"{name}-{mode.value}")
    for name, rpc in RPCS.items()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    if rpc.verb and (rpc.input.DESCRIPTOR.fields or mode is GenerationMode.POSITIVE)
]
Test = Callable[..., None]


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with running_server("--allow-private-webhooks", public=True) as server:
        sign_up(server)
        with furnished(server) as scene:
            yield scene


@pytest.fixture(scope="module")
def channel(scene: Scene) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(scene.server.base_url.removeprefix("http://")) as opened:
        yield opened


def tried(effort: int) -> Callable[[Test], Test]:
    """Run a test with this many requests, the same every time but for thorough runs."""
    return settings(
        max_examples=effort,
        derandomize=effort == EFFORTS[0],
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@cache
def operations(ids: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    """Let schemathesis read the document; its operations by the names of their RPCs."""
    routed = [rpc for rpc in RPCS.values() if rpc.verb]
    schema = schemathesis.openapi.from_dict(document(routed, ids, texts))
    found = list(schema.get_all_operations())
    assert all(isinstance(result, Ok) for result in found), found
    good = [result.ok() for result in found if isinstance(result, Ok)]
    return {one.definition.raw["operationId"]: one for one in good}


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize(("name", "mode"), ROUTED)
def test_rest_never_fails_and_never_leaks(
    scene: Scene, name: str, mode: GenerationMode, effort: int
) -> None:
    rpc, token = RPCS[name], scene.token
    operation = operations(tuple(scene.ids), tuple(scene.texts))[
        f"{rpc.service}.{rpc.method}"
    ]

    @tried(effort)
    @given(case=operation.as_strategy(generation_mode=mode), signed_in=st.booleans())
    def attempt(case: Case[Any], *, signed_in: bool) -> None:
        headers = {"authorization": f"Bearer {token}"} if signed_in else {}
        answer = case.call(scene.server.base_url, headers=headers)
        shown = (case.as_curl_command(), answer.status_code, answer.text)
        # A path may turn into one that has no such verb.
        elsewhere = answer.status_code == 501 and "Method Not Allowed" in answer.text
        assert answer.status_code < 500 or elsewhere, shown
        assert not scene.leaks(answer.content), shown

    attempt()


@pytest.mark.parametrize("effort", EFFORTS)
@pytest.mark.parametrize("name", RPCS)
def test_grpc_never_fails_and_never_leaks(
    scene: Scene, channel: grpc.Channel, name: str, effort: int
) -> None:
    rpc, token = RPCS[name], scene.token

    @tried(effort)
    @given(request=messages(rpc.input, scene.texts), signed_in=st.booleans())
    def attempt(request: Message, *, signed_in: bool) -> None:
        metadata = (("authorization", f"Bearer {token}"),) if signed_in else ()
        status, answer = invoke(channel, rpc, request, metadata)
        assert status not in FAILURES, (request, status, answer)
        assert not scene.leaks(answer), (request, answer)

    attempt()


def invoke(
    channel: grpc.Channel,
    rpc: Rpc,
    request: Message,
    metadata: tuple[tuple[str, str], ...],
) -> tuple[grpc.StatusCode, bytes]:
    """Call a method and return its status with the bytes of answer or refusal."""
    call = channel.unary_unary(rpc.path, type(request).SerializeToString)
    try:
        return grpc.StatusCode.OK, call(
            request, metadata=metadata, timeout=CALL_SECONDS
        )
    except grpc.RpcError as error:
        return error.code(), error.details().encode()
