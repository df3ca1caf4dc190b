"""Bodies that carry a file: the file goes to a spool while the body arrives."""

from typing import Protocol

from connectrpc.code import Code
from connectrpc.errors import ConnectError

from appliance.api.asgi import Receive
from appliance.api.bodies import LIMITS, UPLOAD_METHODS, refuse_declared
from appliance.api.contract import RestContext
from appliance.api.files import form_body
from appliance.api.files.form_body import FormBody
from appliance.api.files.json_body import MAX_REST_BYTES, JsonBody
from appliance.errors import InvalidArgumentError
from appliance.models.storage import Spool, Storages
from appliance.models.storage.spool import TOO_LARGE


class Body(Protocol):
    """A body that takes the file out of itself."""

    async def feed(self, chunk: bytes) -> None:
        """Take the next piece."""
        ...

    async def finish(self) -> bytes:
        """Return the JSON of all that is not the file."""
        ...


class Arrivals:
    """Reads the bodies of those methods that store a file."""

    def __init__(self, storages: Storages) -> None:
        self._storages = storages

    def takes(self, method: str, fields: dict[str, str]) -> bool:
        """Whether a request's body is to be read here; packed ones are small."""
        return method in UPLOAD_METHODS and "content-encoding" not in fields

    async def read(
        self, receive: Receive, method: str, fields: dict[str, str], ctx: RestContext
    ) -> bytes:
        """Read a whole body; return its JSON and leave the file in the context."""
        limit = (await self._storages.choice()).limit
        declared = fields.get("content-length")
        refuse_declared(declared, LIMITS[method])
        # Base64 makes four bytes of three; what surely is too large need not come.
        if declared and int(declared) > limit * 4 // 3 + 2 * MAX_REST_BYTES:
            raise InvalidArgumentError(TOO_LARGE)
        spool = self._storages.spool(limit)
        try:
            rest = await self._read(receive, method, fields, spool)
            ctx.spool = await spool.finish()
        except BaseException:
            spool.close()
            raise
        return rest

    async def _read(
        self, receive: Receive, method: str, fields: dict[str, str], spool: Spool
    ) -> bytes:
        kind = fields.get("content-type", "")
        form = kind.lower().startswith(form_body.TYPE) and "Upload" in method
        body: Body = FormBody(spool, kind) if form else JsonBody(spool)
        size = 0
        more = True
        while more:
            event = await receive()
            if event["type"] != "http.request":
                raise ConnectError(Code.CANCELED, "the client went away")
            chunk: bytes = event.get("body", b"")
            more = event.get("more_body", False)
            size += len(chunk)
            if size > LIMITS[method]:
                raise InvalidArgumentError(
                    f"the body is larger than {LIMITS[method]} bytes"
                )
            await body.feed(chunk)
        return await body.finish()
