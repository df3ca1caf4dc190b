"""The Connect library with our codecs, our gzip and a fixed set of endpoints."""

from collections.abc import Mapping
from typing import Any, TypeVar

from connectrpc.codec import Codec
from connectrpc.server import ConnectASGIApplication
from protobuf import Message, Registry

from appliance.api import codec
from appliance.api.codec import Form
from appliance.api.compression import Gzip
from appliance.api.contract import Answer
from appliance.api.interceptors import translated
from appliance.api.streams import put_aside
from appliance.errors import ApplianceError

M = TypeVar("M", bound="Message[Any]")


class Library(ConnectASGIApplication[None]):
    """The Connect library over a fixed set of endpoints."""

    def __init__(
        self, endpoints: Mapping[str, Any], registry: Registry | None, max_bytes: int
    ) -> None:
        super().__init__(
            service=None,
            endpoints=lambda _: endpoints,
            read_max_bytes=max_bytes,
            compressions=[Gzip()],
            codecs=[BinaryCodec(), JsonCodec(registry)],
        )
        self.paths = tuple(endpoints)

    @property
    def path(self) -> str:
        """Return the common prefix of the paths, which there is none."""
        return ""


class BinaryCodec(Codec[Answer, Any]):
    """Binary messages, in the shape that the library asks for."""

    def name(self) -> str:
        """Return what follows `application/`."""
        return "proto"

    def encode(self, message: Answer) -> bytes:
        """Write an answer; a failure here must not tell the client why."""
        return _encoded(message, Form.BINARY, None)

    def decode(self, data: bytes | bytearray, message_class: type[M]) -> M:
        """Read a request."""
        try:
            return codec.decode_binary(data, message_class)
        except ApplianceError as error:
            raise translated(error) from error


class JsonCodec(Codec[Answer, Any]):
    """JSON as Connect and gRPC clients expect it."""

    def __init__(self, registry: Registry | None) -> None:
        self._registry = registry

    def name(self) -> str:
        """Return what follows `application/`."""
        return "json"

    def encode(self, message: Answer) -> bytes:
        """Write an answer; a failure here must not tell the client why."""
        return _encoded(message, Form.CONNECT_JSON, self._registry)

    def decode(self, data: bytes | bytearray, message_class: type[M]) -> M:
        """Read a request."""
        try:
            return codec.decode_json(data, message_class, self._registry)
        except ApplianceError as error:
            raise translated(error) from error


def _encoded(message: Answer, form: Form, registry: Registry | None) -> bytes:
    try:
        aside = put_aside(message, form)
        return codec.encode(message, form, registry) if aside is None else aside
    except Exception as error:
        raise translated(error) from error
