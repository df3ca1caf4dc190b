"""The contract as google's protobuf reads it: a second opinion on our own runtime.

Everything is built from the descriptor file at import, so nothing here can share a
fault with the codec under test.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from google.api import annotations_pb2, http_pb2
from google.protobuf import (
    descriptor,
    descriptor_pb2,
    descriptor_pool,
    json_format,
    message_factory,
)
from google.protobuf.message import Message

Json = dict[str, Any]

DESCRIPTORS = Path(__file__).parents[1] / "appliance" / "api" / "gen" / "descriptor.pb"
VERBS = ("get", "put", "post", "delete", "patch")


@dataclass(frozen=True, slots=True)
class Rpc:
    """One method of the contract with its message classes and its HTTP route."""

    service: str
    method: str
    input: type[Message]
    output: type[Message]
    verb: str
    template: str
    body: str

    @property
    def path(self) -> str:
        """The path of Connect, gRPC-Web and gRPC."""
        return f"/{self.service}/{self.method}"


def descriptor_files() -> Iterable[descriptor_pb2.FileDescriptorProto]:
    """Read the files of the descriptor set, imports first."""
    files = descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTORS.read_bytes()).file
    return tuple(files)


@cache
def pool() -> descriptor_pool.DescriptorPool:
    """Build a pool of its own: the default one belongs to the libraries."""
    built = descriptor_pool.DescriptorPool()
    for file in descriptor_files():
        built.Add(file)
    return built


@cache
def message_class(full_name: str) -> type[Message]:
    """Make the class of a message, well-known types with their own behaviour."""
    found = pool().FindMessageTypeByName(full_name)
    return cast("type[Message]", message_factory.GetMessageClass(found))


@cache
def rpcs() -> dict[str, Rpc]:
    """Map `MemoService/GetMemo` to its method, for both packages and health."""
    return {
        f"{service.name}/{method.name}": _rpc(service, method)
        for file in descriptor_files()
        for service in pool().FindFileByName(file.name).services_by_name.values()
        for method in service.methods
    }


def to_message(kind: type[Message], json_form: Json) -> Message:
    """Read JSON strictly: an unknown key is a fault of the test, or of the server."""
    return cast("Message", json_format.ParseDict(json_form, kind()))


def to_json(message: Message) -> Json:
    """Render a message without its defaults, so that every transport looks alike."""
    return cast("Json", json_format.MessageToDict(message))


def http_request(rpc: Rpc, request: Message) -> tuple[str, str, dict[str, str], Any]:
    """Spread a request over verb, path, query and JSON body as its route says."""
    rest = to_json(request)
    path = rpc.template
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        field = path[start + 1 : end].partition("=")[0]
        path = path[:start] + quote(str(_take(rest, field)), safe="/") + path[end + 1 :]
    body: Any = None
    if rpc.body == "*":
        body, rest = rest, {}
    elif rpc.body:
        body = rest.pop(_camel(rpc.body), {})
    return rpc.verb, path, {key: _query(value) for key, value in rest.items()}, body


def _rpc(
    service: descriptor.ServiceDescriptor, method: descriptor.MethodDescriptor
) -> Rpc:
    rule: http_pb2.HttpRule = method.GetOptions().Extensions[annotations_pb2.http]
    verb = next((verb for verb in VERBS if getattr(rule, verb)), "")
    return Rpc(
        service=service.full_name,
        method=method.name,
        input=message_class(method.input_type.full_name),
        output=message_class(method.output_type.full_name),
        verb=verb.upper(),
        template=getattr(rule, verb) if verb else "",
        body=rule.body,
    )


def _take(tree: Json, dotted: str) -> object:
    """Remove a nested field from the tree: what stands in the path is sent once."""
    *parents, leaf = map(_camel, dotted.split("."))
    for parent in parents:
        tree = tree.get(parent, {})
    return tree.pop(leaf, "")


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _query(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
