"""The chain: every RPC in it, in the right order, and writes kept whole."""

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pytest
from connectrpc.request import Headers

from appliance.api import contract
from appliance.api.codec import Form
from appliance.api.contract import (
    Answer,
    Call,
    Method,
    Request,
    RequestContext,
    RestContext,
    Shield,
)
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.errors import UnimplementedError
from tests.api.calling import MEMOS, Notebook

if TYPE_CHECKING:
    from protobuf import Message

GET, CREATE = f"{MEMOS}/GetMemo", f"{MEMOS}/CreateMemo"
caller: ContextVar[str] = ContextVar("caller", default="nobody")


class Remember:
    """Writes its name down on the way in and on the way out."""

    def __init__(self, name: str, seen: list[str]) -> None:
        self.name = name
        self.seen = seen

    async def intercept_unary(
        self, call_next: Call, request: Request, ctx: RequestContext
    ) -> Answer:
        """Pass the call on with the caller named."""
        self.seen.append(f"{self.name} in")
        caller.set(self.name)
        answer = await call_next(request, ctx)
        self.seen.append(f"{self.name} out")
        return answer


def method(methods: list[Method], name: str) -> Method:
    """Find a method by its full name."""
    return next(found for found in methods if found.name == name)


def context(found: Method) -> RestContext:
    """Make a context for a call of the method."""
    return RestContext(method=found.info, http_method="POST", request_headers=Headers())


async def test_every_rpc_is_wrapped_and_unimplemented_without_a_service() -> None:
    methods = contract.wrap({}, [])
    assert len({found.name for found in methods}) == len(methods) >= 73 + 5 + 4
    for found in methods:
        assert found.path == f"/{found.name}"
        with pytest.raises(UnimplementedError):
            await found.call(found.input(), context(found))


def test_side_effects_are_what_the_contract_says() -> None:
    methods = contract.wrap({}, [])
    assert not method(methods, GET).side_effects
    assert method(methods, CREATE).side_effects
    assert method(methods, "appliance.v1.TrashService/RestoreTrashedMemo").side_effects


async def test_interceptors_stand_around_the_service_in_order() -> None:
    seen: list[str] = []
    chain = [Remember("outer", seen), Remember("inner", seen)]
    found = method(contract.wrap({MEMOS: (Notebook(),)}, chain), GET)
    answer = await found.call(pb.GetMemoRequest(name="memos/a"), context(found))
    assert isinstance(answer, pb.Memo)
    assert seen == ["outer in", "inner in", "inner out", "outer out"]


async def test_request_is_decoded_after_the_chain_has_judged() -> None:
    seen: list[str] = []
    notebook = Notebook()
    found = method(
        contract.wrap({MEMOS: (notebook,)}, [Remember("gate", seen)]), CREATE
    )

    async def decode() -> "Message[Any]":
        seen.append("decode")
        return pb.CreateMemoRequest(memo_id="a")

    await found.call(decode, context(found))
    assert seen == ["gate in", "decode", "gate out"]
    assert notebook.request.memo_id == "a"


class Slow:
    """A memo service whose writes wait for a sign."""

    def __init__(self) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self.done_by: list[str] = []

    async def create_memo(
        self, request: pb.CreateMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Write when told to."""
        return await self._work(request.memo_id, ctx)

    async def get_memo(
        self, request: pb.GetMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Read when told to."""
        return await self._work(request.name, ctx)

    async def _work(self, name: str, ctx: RequestContext) -> pb.Memo:
        del ctx
        self.begun.set()
        await self.go.wait()
        self.done_by.append(caller.get())
        return pb.Memo(name=name)


async def test_write_ends_although_the_client_hung_up() -> None:
    slow, shield = Slow(), Shield()
    found = method(
        contract.wrap({MEMOS: (slow,)}, [Remember("ann", [])], shield), CREATE
    )
    task = asyncio.ensure_future(found.call(pb.CreateMemoRequest(), context(found)))
    await slow.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    slow.go.set()
    await shield.drain()
    assert slow.done_by == ["ann"]


async def test_read_is_given_up_when_the_client_hung_up() -> None:
    slow = Slow()
    found = method(contract.wrap({MEMOS: (slow,)}, []), GET)
    task = asyncio.ensure_future(found.call(pb.GetMemoRequest(), context(found)))
    await slow.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    slow.go.set()
    assert slow.done_by == []


async def test_drain_waits_for_what_is_under_way() -> None:
    slow, shield = Slow(), Shield()
    found = method(contract.wrap({MEMOS: (slow,)}, [], shield), CREATE)
    call = asyncio.ensure_future(found.call(pb.CreateMemoRequest(), context(found)))
    await slow.begun.wait()
    drained = asyncio.ensure_future(shield.drain())
    await asyncio.sleep(0)
    assert not drained.done()
    slow.go.set()
    await drained
    await call
    assert slow.done_by == ["nobody"]


async def test_answer_may_be_an_encodable() -> None:
    class Parts:
        def encode(self, form: Form) -> bytes:
            return form.value.encode()

    class Service:
        async def get_memo(self, _request: object, _ctx: object) -> Parts:
            return Parts()

    found = method(contract.wrap({MEMOS: (Service(),)}, []), GET)
    answer = await found.call(pb.GetMemoRequest(), context(found))
    assert isinstance(answer, Parts)
