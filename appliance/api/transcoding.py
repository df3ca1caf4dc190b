"""A request message out of a path, a query and a JSON body, for one route."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from protobuf import DescField, DescFieldValueMessage, Message
from protobuf.wkt import FieldMask

from appliance.api import codec
from appliance.api.bodies import derived_paths
from appliance.api.parameters import Parameter, find_parameter
from appliance.api.routes import WHOLE_BODY, Route
from appliance.errors import InvalidArgumentError

MASK = "update_mask"
# Without a mask these replace the whole resource, whatever keys were sent.
REPLACING = frozenset({"memos.api.v1.InstanceService/UpdateInstanceSetting"})


class Transcoder:
    """Everything about a route that can be known before a request comes."""

    def __init__(self, route: Route) -> None:
        self._kind = route.method.input
        self._whole_body = route.body == WHOLE_BODY
        self._body = None if self._whole_body else self._body_field(route.body)
        self._variables = [
            (self._demand(variable.field), variable.start, variable.stop)
            for variable in route.variables
        ]
        self._mask = self._mask_field() if route.http_method == "PATCH" else None
        self._derives = self._mask is not None and route.method.name not in REPLACING
        self._taken = [variable.field for variable in route.variables] + [route.body]
        self._parameters: dict[str, Parameter] = {}

    async def request(
        self, segments: Sequence[str], query: str, body: Callable[[], Awaitable[bytes]]
    ) -> "Message[Any]":
        """Put the request together; the path wins over the body."""
        if self._whole_body:
            message = self._from_body(await body())
        else:
            message = self._kind()
            if query:
                self._read_query(message, query)
            if self._body is not None:
                self._read_body(message, self._body, await body())
        for parameter, start, stop in self._variables:
            parameter.assign(message, ("/".join(segments[start:stop]),))
        return message

    def _from_body(self, body: bytes) -> "Message[Any]":
        if not body or body.isspace():
            return self._kind()
        message, _ = codec.decode_leading_json(body, self._kind)
        return message

    def _read_body(
        self, message: "Message[Any]", field: DescField, body: bytes
    ) -> None:
        if not body or body.isspace():
            if self._mask is None:
                message[field] = self._empty(field)
            return
        assert isinstance(field.value, DescFieldValueMessage)  # noqa: S101 - _body_field saw to it
        derived = (
            self._derives and self._mask is not None and message[self._mask] is None
        )
        part, tree = codec.decode_leading_json(
            body, field.value.message.type, outlined=derived
        )
        message[field] = part
        if derived and self._mask is not None:
            message[self._mask] = FieldMask(paths=derived_paths(tree, part))

    @staticmethod
    def _empty(field: DescField) -> "Message[Any]":
        """Return what an absent body stands for where nothing is required of it."""
        assert isinstance(field.value, DescFieldValueMessage)  # noqa: S101 - _body_field saw to it
        return field.value.message.type()

    def _read_query(self, message: "Message[Any]", query: str) -> None:
        given: dict[str, list[str]] = {}
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
        except ValueError as error:
            raise InvalidArgumentError("the query is not valid UTF-8") from error
        for key, text in pairs:
            given.setdefault(key, []).append(text)
        for key, texts in given.items():
            if parameter := self._parameter(key):
                parameter.assign(message, texts)

    def _parameter(self, key: str) -> Parameter | None:
        """Find what a key of the query means; path and body own their fields."""
        parameter = self._parameters.get(key)
        if parameter is None:
            parameter = find_parameter(self._kind.desc(), key)
            if parameter is None or self._is_taken(parameter.name):
                return None
            self._parameters[key] = parameter
        return parameter

    def _is_taken(self, name: str) -> bool:
        return any(
            owner and (name == owner or name.startswith(f"{owner}."))
            for owner in self._taken
        )

    def _demand(self, name: str) -> Parameter:
        parameter = find_parameter(self._kind.desc(), name)
        if parameter is None:
            raise TypeError(f"{self._kind.desc().type_name} has no field {name}")
        return parameter

    def _body_field(self, name: str) -> DescField | None:
        if not name:
            return None
        field = codec.fields_by_key(self._kind.desc())[name]
        if not isinstance(field.value, DescFieldValueMessage):
            raise TypeError(f"the body field {name} is not a message")
        return field

    def _mask_field(self) -> DescField | None:
        return codec.fields_by_key(self._kind.desc()).get(MASK)
