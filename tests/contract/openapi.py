"""An OpenAPI document of the REST routes, made from the descriptors of the contract."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from google.protobuf import descriptor

from tests import wire
from tests.wire import Json, Rpc

Field = descriptor.FieldDescriptor
VARIABLE = re.compile(r"\{([^=}]+)(?:=([^}]+))?\}")
INT32, INT64 = 1 << 31, 1 << 63
WIDE = {
    "anyOf": [
        {"type": "integer", "minimum": -INT64, "maximum": INT64 - 1},
        {"type": "string", "pattern": "^-?[0-9]{1,18}$"},
    ]
}
TEXT = "Text"
BYTES = {"type": "string", "pattern": "^([A-Za-z0-9+/]{4}){0,8}$"}
SCALARS: dict[int, Json] = {
    Field.TYPE_DOUBLE: {"type": "number"},
    Field.TYPE_FLOAT: {"type": "number", "minimum": -1e38, "maximum": 1e38},
    Field.TYPE_INT64: WIDE,
    Field.TYPE_INT32: {"type": "integer", "minimum": -INT32, "maximum": INT32 - 1},
    Field.TYPE_UINT32: {"type": "integer", "minimum": 0, "maximum": 2 * INT32 - 1},
    Field.TYPE_BOOL: {"type": "boolean"},
    Field.TYPE_STRING: {"$ref": f"#/components/schemas/{TEXT}"},
    Field.TYPE_BYTES: BYTES,
}
WELL_KNOWN: dict[str, Json] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": "^[0-9]{1,9}s$"},
    "google.protobuf.FieldMask": {"type": "string", "pattern": "^[a-z_,A-Z.*]{0,30}$"},
    "google.protobuf.FloatValue": {"type": "number"},
}


def document(
    rpcs: Iterable[Rpc], known: Sequence[str] = (), texts: Sequence[str] = ()
) -> Json:
    """Describe the routes.

    `known` are ids that are worth trying in every path, `texts` in every other place.
    """
    paths: Json = {}
    schemas: Json = {TEXT: {"anyOf": [{"type": "string"}, {"enum": [*texts, ""]}]}}
    for rpc in rpcs:
        path, names = _path(rpc)
        fields = {field.name: field for field in rpc.input.DESCRIPTOR.fields}
        used = {name.partition(".")[0] for name in names.values()} | {rpc.body}
        parameters = [_parameter("path", name, _segment(known)) for name in names]
        if rpc.body != "*":
            parameters += [
                _parameter("query", field.json_name, _schema(field, schemas))
                for name, field in fields.items()
                if name not in used and field.type != Field.TYPE_MESSAGE
            ]
        operation: Json = {
            "operationId": f"{rpc.service}.{rpc.method}",
            "parameters": parameters,
            "responses": {"default": {"description": "An answer or a refusal."}},
        }
        if rpc.body:
            whole = rpc.body == "*"
            message = rpc.input.DESCRIPTOR if whole else fields[rpc.body].message_type
            schema = _message(message, schemas)
            operation["requestBody"] = {
                "content": {"application/json": {"schema": schema}}
            }
        paths.setdefault(path, {})[rpc.verb.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "The contract over REST", "version": "0.30.0"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _path(rpc: Rpc) -> tuple[str, dict[str, str]]:
    """Return the path and, for each of its parameters, the field that it is part of."""
    names: dict[str, str] = {}

    def spread(found: re.Match[str]) -> str:
        field, pattern = found[1], found[2] or "*"
        pieces = []
        for piece in pattern.split("/"):
            if piece == "*":
                name = f"p{len(names)}"
                names[name] = field
                pieces.append(f"{{{name}}}")
            else:
                pieces.append(piece)
        return "/".join(pieces)

    return VARIABLE.sub(spread, rpc.template), names


def _parameter(place: str, name: str, schema: Json) -> Json:
    required = place == "path"
    return {"in": place, "name": name, "required": required, "schema": schema}


def _segment(known: Sequence[str]) -> Json:
    free = {"type": "string", "minLength": 1, "maxLength": 40}
    return {"anyOf": [{"enum": list(known)}, free]} if known else free


def _schema(field: Any, schemas: Json) -> Json:
    """Describe a field, whether it repeats or not."""
    message = field.message_type
    if message and message.GetOptions().map_entry:
        inner = _one(message.fields_by_name["value"], schemas)
        return {"type": "object", "additionalProperties": inner}
    one = _one(field, schemas)
    return {"type": "array", "items": one, "maxItems": 4} if field.is_repeated else one


def _one(field: Any, schemas: Json) -> Json:
    if field.type == Field.TYPE_MESSAGE:
        return _message(field.message_type, schemas)
    if field.type == Field.TYPE_ENUM:
        return {"enum": [value.name for value in field.enum_type.values]}
    return SCALARS[field.type]


def _message(message: Any, schemas: Json) -> Json:
    name = message.full_name
    if name in WELL_KNOWN:
        return WELL_KNOWN[name]
    if name not in schemas:
        # A place first: messages may hold themselves.
        schemas[name] = {"type": "object"}
        schemas[name]["properties"] = {
            field.json_name: _schema(field, schemas) for field in message.fields
        }
    return {"$ref": f"#/components/schemas/{name}"}


def rest_rpcs() -> list[Rpc]:
    """Return every RPC that has a route."""
    return [rpc for rpc in wire.rpcs().values() if rpc.verb]
