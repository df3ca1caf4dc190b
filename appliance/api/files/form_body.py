"""A file inside a form (multipart/form-data), taken out while the form arrives."""

import json

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from appliance.errors import InvalidArgumentError
from appliance.models.storage import Spool

TYPE = "multipart/form-data"
# The fields beside the file, and the part that is the file.
FIELDS = ("filename", "type", "memo")
FILE = "file"
MAX_FIELD_BYTES = 8192
MAX_HEADER_BYTES = 8192
# Each costs more than its bytes.
MAX_PARTS = 100


class FormBody:
    """Reads one form; its fields become the JSON of an attachment."""

    def __init__(self, spool: Spool, content_type: str) -> None:
        kind, parameters = parse_options_header(content_type)
        boundary = parameters.get(b"boundary")
        if kind.decode("latin-1").lower() != TYPE or not boundary:
            raise InvalidArgumentError("the form has no boundary")
        self._spool = spool
        self._fields: dict[str, str] = {}
        self._pieces: list[bytes] = []
        self._headers: dict[str, str] = {}
        self._header = [bytearray(), bytearray()]
        self._name = ""
        self._value = bytearray()
        self._ended = False
        self._parts = 0
        self._has_file = False
        try:
            self._parser = self._new_parser(boundary)
        except FormParserError as error:
            raise InvalidArgumentError("the form's boundary is not valid") from error

    def _new_parser(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": lambda *span: self._add_header(0, *span),
                "on_header_value": lambda *span: self._add_header(1, *span),
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin_body,
                "on_part_data": self._add,
                "on_part_end": self._end_part,
                "on_end": self._end,
            },
        )

    async def feed(self, chunk: bytes) -> None:
        """Take the next piece of the form."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise InvalidArgumentError("the form is not valid") from error
        for piece in self._pieces:
            await self._spool.write(piece)
        self._pieces.clear()

    async def finish(self) -> bytes:
        """Return what the form says about the file, as the JSON of an attachment."""
        if not self._ended:
            raise InvalidArgumentError("the form has no end")
        return json.dumps(self._fields).encode()

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise InvalidArgumentError(f"the form has more than {MAX_PARTS} parts")
        self._headers.clear()
        self._value.clear()

    def _add_header(self, part: int, data: bytes, start: int, end: int) -> None:
        self._header[part] += data[start:end]
        if len(self._header[part]) > MAX_HEADER_BYTES:
            raise InvalidArgumentError("a header of the form is too long")

    def _end_header(self) -> None:
        name, value = (bytes(part) for part in self._header)
        self._headers[name.decode("latin-1").lower()] = value.decode(errors="replace")
        for part in self._header:
            part.clear()

    def _begin_body(self) -> None:
        _, options = parse_options_header(
            self._headers.get("content-disposition", "").encode()
        )
        self._name = options.get(b"name", b"").decode(errors="replace")
        if self._name == FILE:
            if self._has_file:
                # One attachment is one file: two in a row would be neither.
                raise InvalidArgumentError("the form has more than one file")
            self._has_file = True
            given = options.get(b"filename", b"").decode(errors="replace")
            self._fields.setdefault("filename", given)
            self._fields.setdefault("type", self._headers.get("content-type", ""))

    def _add(self, data: bytes, start: int, end: int) -> None:
        if self._name == FILE:
            self._pieces.append(data[start:end])
        elif self._name in FIELDS:
            self._value += data[start:end]
            if len(self._value) > MAX_FIELD_BYTES:
                raise InvalidArgumentError(f"the field {self._name} is too long")

    def _end_part(self) -> None:
        if self._name in FIELDS:
            self._fields[self._name] = self._value.decode(errors="replace")

    def _end(self) -> None:
        self._ended = True
