"""The compiled contract against the facts about v0.30.0, in both directions.

The descriptors are read by google's protobuf, so that a fault of our own runtime cannot
hide a fault of the contract. What we add stands in the lists here and nowhere else.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2

ROOT = Path(__file__).parents[2]
DESCRIPTORS = ROOT / "appliance" / "api" / "gen" / "descriptor.pb"
FACTS = Path(__file__).with_name("memos-v0.30.0.json")

PACKAGE = "memos.api.v1"
OWN_PACKAGE = "appliance.v1"
SERVICES, RPCS = 8, 73

# The name that shortcuts have from 0.31 on, over the same store.
ADDED_SERVICES = {"memos.api.v1.MemoViewService"}
ADDED_MESSAGES = {
    "memos.api.v1.MemoView",
    "memos.api.v1.CreateMemoViewRequest",
    "memos.api.v1.DeleteMemoViewRequest",
    "memos.api.v1.GetMemoViewRequest",
    "memos.api.v1.ListMemoViewsRequest",
    "memos.api.v1.ListMemoViewsResponse",
    "memos.api.v1.UpdateMemoViewRequest",
}
# Our own package, which the contract knows nothing of.
OWN_SERVICES = {
    "appliance.v1.AccessService",
    "appliance.v1.SessionService",
    "appliance.v1.AuditService",
    "appliance.v1.MemoBatchService",
    "appliance.v1.MemoEditService",
    "appliance.v1.OperationsService",
    "appliance.v1.OverviewService",
    "appliance.v1.PageSettingsService",
    "appliance.v1.PeopleService",
    "appliance.v1.TrashService",
    "appliance.v1.UploadService",
    "appliance.v1.WebhookService",
}

Fact = dict[str, Any]
Field = descriptor_pb2.FieldDescriptorProto
NO_SIDE_EFFECTS = descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS
SCALARS = {
    number: name.removeprefix("TYPE_").lower() for name, number in Field.Type.items()
}


@cache
def facts() -> Fact:
    """Return what is known about v0.30.0."""
    loaded: Fact = json.loads(FACTS.read_text(encoding="utf-8"))
    return loaded


@cache
def files() -> tuple[Any, ...]:
    """Return every file of the compiled contract."""
    return tuple(
        descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTORS.read_bytes()).file
    )


def own_files(package: str = PACKAGE) -> Iterator[Any]:
    """Walk the files of a package."""
    return (file for file in files() if file.package == package)


def services(package: str = PACKAGE) -> Iterator[Fact]:
    """Describe every service of a package in the words of the facts."""
    for file in own_files(package):
        for service in file.service:
            yield {
                "name": f"{package}.{service.name}",
                "file": file.name.removeprefix("memos/"),
                "methods": [method_fact(method) for method in service.method],
            }


def method_fact(method: Any) -> Fact:
    """Describe an RPC and its HTTP bindings."""
    rule = method.options.Extensions[annotations_pb2.http]
    bindings = []
    for binding in (rule, *rule.additional_bindings):
        verb = binding.WhichOneof("pattern")
        fact = {"verb": verb.upper(), "path": getattr(binding, verb)}
        bindings.append(fact | ({"body": binding.body} if binding.body else {}))
    return {
        "name": method.name,
        "request": method.input_type.removeprefix("."),
        "response": method.output_type.removeprefix("."),
        "http": bindings,
    }


def messages() -> Iterator[tuple[str, Any]]:
    """Walk every message of the package, nested ones too, but no map's entry."""

    def below(prefix: str, message: Any) -> Iterator[tuple[str, Any]]:
        name = f"{prefix}.{message.name}"
        if not message.options.map_entry:
            yield name, message
            for nested in message.nested_type:
                yield from below(name, nested)

    for file in own_files():
        for message in file.message_type:
            yield from below(PACKAGE, message)


def message_fact(name: str, message: Any) -> Fact:
    """Describe a message."""
    fact = {
        "name": name,
        "fields": [field_fact(message, field) for field in message.field],
    }
    reserved = [
        number
        for span in message.reserved_range
        for number in range(span.start, span.end)
    ]
    return fact | ({"reserved": reserved} if reserved else {})


def field_fact(message: Any, field: Any) -> Fact:
    """Describe a field; label and oneof are there where they say something."""
    entry = next((n for n in message.nested_type if is_map(n, field)), None)
    fact = {"name": field.name, "number": field.number, "type": type_of(field)}
    if entry is not None:
        key, value = (type_of(part) for part in entry.field)
        return fact | {"type": f"map<{key},{value}>"}
    if field.label == Field.LABEL_REPEATED:
        return fact | {"label": "repeated"}
    if field.proto3_optional:
        return fact | {"label": "optional"}
    if field.HasField("oneof_index"):
        return fact | {"oneof": message.oneof_decl[field.oneof_index].name}
    return fact


def is_map(nested: Any, field: Any) -> bool:
    """Whether a nested message is the hidden entry behind a map field."""
    is_entry: bool = nested.options.map_entry
    return is_entry and field.type_name.endswith(f".{nested.name}")


def type_of(field: Any) -> str:
    """Name the type of one value."""
    name: str = field.type_name.removeprefix(".")
    return name or SCALARS[field.type]


def enums() -> Iterator[Fact]:
    """Describe every enum of the package, nested ones too."""
    for file in own_files():
        for enum in file.enum_type:
            yield enum_fact(PACKAGE, enum)
    for name, message in messages():
        for enum in message.enum_type:
            yield enum_fact(name, enum)


def enum_fact(prefix: str, enum: Any) -> Fact:
    """Describe an enum."""
    values = {value.name: value.number for value in enum.value}
    return {"name": f"{prefix}.{enum.name}", "values": values}


def by_name(found: Iterator[Fact] | list[Fact]) -> dict[str, Fact]:
    """Order facts by name; fields and RPCs inside them keep or lose theirs below."""
    return {fact["name"]: fact for fact in found}


def unordered(fact: Fact, part: str) -> Fact:
    """Forget the order in which a message or service lists its parts."""
    return fact | {part: by_name(fact[part])}


def test_facts_are_those_of_the_whole_contract() -> None:
    rpcs = [method for service in facts()["services"] for method in service["methods"]]
    assert len(facts()["services"]) == SERVICES
    assert len(rpcs) == RPCS


def test_services_rpcs_and_bindings_are_those_of_the_facts() -> None:
    ours = by_name(services())
    assert ours.keys() >= ADDED_SERVICES
    compiled = {
        name: unordered(fact, "methods")
        for name, fact in ours.items()
        if name not in ADDED_SERVICES
    }
    known = by_name(facts()["services"])
    assert compiled == {
        name: unordered(fact, "methods") for name, fact in known.items()
    }


def test_messages_and_fields_are_those_of_the_facts() -> None:
    ours = by_name(message_fact(name, message) for name, message in messages())
    assert ours.keys() >= ADDED_MESSAGES
    compiled = {
        name: unordered(fact, "fields")
        for name, fact in ours.items()
        if name not in ADDED_MESSAGES
    }
    known = by_name(facts()["messages"])
    assert compiled == {name: unordered(fact, "fields") for name, fact in known.items()}


def test_enums_are_those_of_the_facts() -> None:
    assert by_name(enums()) == by_name(facts()["enums"])


def test_our_own_package_is_the_list_here() -> None:
    own = by_name(services(OWN_PACKAGE))
    assert own.keys() == OWN_SERVICES
    paths = [
        binding["path"]
        for service in own.values()
        for method in service["methods"]
        for binding in method["http"]
    ]
    assert paths
    assert all(path.startswith("/api/appliance/v1/") for path in paths)


def test_side_effects_are_told_by_the_http_method() -> None:
    """Facts do not say which RPCs only read; their binding to GET does."""
    for package in (PACKAGE, OWN_PACKAGE):
        for file in own_files(package):
            for service in file.service:
                for method in service.method:
                    rule = method.options.Extensions[annotations_pb2.http]
                    reads = method.options.idempotency_level == NO_SIDE_EFFECTS
                    assert reads == bool(rule.get), f"{service.name}.{method.name}"


def test_descriptor_set_stands_alone() -> None:
    present = {file.name for file in files()}
    wanted = {name for file in files() for name in file.dependency}
    assert wanted <= present
