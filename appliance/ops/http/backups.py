"""Backups and jobs for operators over HTTP, on both listeners.

What takes longer than a request is a job: it is answered at once with 202, and asked
for again under `/ops/jobs/`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from quart import Blueprint, Response, request

from appliance.errors import ApplianceError, InvalidArgumentError
from appliance.ops.http.answers import YES, answer, limit
from appliance.ops.jobs.process import Stream
from appliance.ops.operations import Operations

STATUS: Mapping[str, HTTPStatus] = {
    "invalid_argument": HTTPStatus.BAD_REQUEST,
    "not_found": HTTPStatus.NOT_FOUND,
    "failed_precondition": HTTPStatus.CONFLICT,
    "resource_exhausted": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
LONGEST_BODY = 64 << 10
TAR = "application/x-tar"

View = Callable[..., Awaitable[Response]]


class BackupRoutes:
    """Puts its routes into the operators' blueprint, which judges each caller."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    def add_to(self, routes: Blueprint) -> None:
        """Name every route."""
        routes.errorhandler(ApplianceError)(explain)
        table: tuple[tuple[str, str, View], ...] = (
            ("GET", "/operations", self.status),
            ("GET", "/backups", self.backups),
            ("POST", "/backups", self.create),
            ("POST", "/backups/drill", self.drill),
            ("POST", "/backups/prune", self.prune),
            ("POST", "/backups/<backup>/verify", self.verify),
            ("GET", "/backups/<backup>/file", self.file),
            ("DELETE", "/backups/<backup>", self.delete),
            ("GET", "/jobs", self.jobs),
            ("GET", "/jobs/<uid>", self.job),
            ("POST", "/jobs/<uid>/cancel", self.cancel),
        )
        for method, path, view in table:
            routes.add_url_rule(path, view.__name__, view, methods=[method])

    async def status(self) -> Response:
        """Tell how the instance and its backups are."""
        return answer(await self._operations.status())

    async def backups(self) -> Response:
        """List what the destinations hold."""
        return answer(await self._operations.backups(_place()))

    async def create(self) -> Response:
        """Begin a backup."""
        places = (await _body()).get("destinations") or []
        if not all(isinstance(place, str) for place in places):
            raise InvalidArgumentError("destinations must be a list of texts")
        return _begun(await self._operations.create(places, None))

    async def verify(self, backup: str) -> Response:
        """Begin a proof."""
        return _begun(await self._operations.verify(backup, _place(), None))

    async def drill(self) -> Response:
        """Begin a rehearsal."""
        return _begun(await self._operations.drill(_place(), None))

    async def prune(self) -> Response:
        """Begin to let go of what the plan does not keep."""
        dry_run = request.args.get("dryRun", "") in YES
        return _begun(await self._operations.prune(dry_run=dry_run, actor_id=None))

    async def delete(self, backup: str) -> Response:
        """Remove a backup."""
        await self._operations.delete(backup, _place())
        return answer({})

    async def file(self, backup: str) -> Response:
        """Send a backup as one file, or a range of it."""
        wanted = {
            "range": request.headers.get("Range", ""),
            "if_range": request.headers.get("If-Range", ""),
            "head": request.method == "HEAD",
        }
        asked = self._operations.download(backup, _place(), wanted)
        facts, content = await asked
        headers = {
            "Content-Type": TAR,
            "Content-Disposition": f'attachment; filename="{facts["id"]}.tar"',
            "Accept-Ranges": "bytes",
            "ETag": f'"{facts["etag"]}"',
            "Cache-Control": "private, no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        size, start, stop = facts["size"], facts["start"], facts["stop"]
        if start is None:
            await content.aclose()
            headers["Content-Range"] = f"bytes */{size}"
            status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            return Response(b"", int(status), headers)
        headers["Content-Length"] = str(stop - start)
        status = HTTPStatus.OK
        if facts["partial"]:
            status = HTTPStatus.PARTIAL_CONTENT
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        if request.method == "HEAD":
            await content.aclose()
            return _headed(int(status), headers)
        response = Response(_sent(content), int(status), headers)
        # However slow the line is: who hangs up is noticed.
        response.timeout = None
        return response

    async def jobs(self) -> Response:
        """List jobs, the newest first."""
        shown, _ = await self._operations.jobs(
            None, 0, limit(request.args.get("limit", ""))
        )
        return answer({"jobs": shown})

    async def job(self, uid: str) -> Response:
        """Tell how far a job is."""
        return answer(await self._operations.job(uid))

    async def cancel(self, uid: str) -> Response:
        """Let a job end."""
        return answer(await self._operations.cancel(uid))


async def explain(error: Exception) -> Response:
    """Tell what was wrong with a request."""
    code = getattr(error, "code", "")
    status = STATUS.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)
    return answer({"code": code, "message": str(error)}, status)


def _begun(job: dict[str, Any]) -> Response:
    return answer(job, HTTPStatus.ACCEPTED)


def _place() -> str:
    return request.args.get("destination", "")


async def _body() -> dict[str, Any]:
    """Read the JSON of a request; none is an empty object."""
    if (request.content_length or 0) > LONGEST_BODY:
        raise InvalidArgumentError("the body is too long")
    if not await request.get_data():
        return {}
    body = await request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise InvalidArgumentError("the body must be a JSON object")
    return body


def _headed(status: int, headers: dict[str, str]) -> Response:
    """Answer without a body, with the length that it would have."""
    response = Response(b"", status, headers)
    response.headers["Content-Length"] = headers["Content-Length"]
    return response


async def _sent(content: Stream) -> AsyncIterator[bytes]:
    try:
        async for piece in content:
            yield piece
    finally:
        await content.aclose()
