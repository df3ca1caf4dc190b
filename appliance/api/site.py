"""The plain web surface: the page with its history fallback, health, readiness."""

import re
from collections.abc import Awaitable, Callable

from quart import Quart, Response, request, send_file
from werkzeug.exceptions import HTTPException

from appliance.api.link_preview import Preview
from appliance.api.page_document import Addition, Document, Documents
from appliance.api.pages import FOREVER, SECURITY, Page, StaticFile
from appliance.models.instance import InstanceSettings

# Returns why the server cannot take requests, or nothing when it can.
Readiness = Callable[[], Awaitable[str]]

# What belongs to an interface never answers with the page.
RESERVED = re.compile(
    r"/(api|file)(/|$)|/(memos\.api|appliance)\.v1|/grpc\.|.*/rss\.xml$|/robots\.txt$"
    r"|/sitemap\.xml$"
)
# Of an interface that is not there no method exists.
UNKNOWN = re.compile(r"/api(/|$)")
NO_ORIGIN = "null"
UNCACHED = "no-cache, no-store, must-revalidate"
NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Page not built</title>
<h1>The page was not built</h1>
<p>The server is running and its interfaces answer, but this installation came without
the web page. Install it with <code>pip install .</code>, which builds the page, and
start the server again.</p></html>
"""


def create_site(
    *,
    page: Page | None,
    readiness: Readiness,
    observe: Callable[[int], None] = lambda _status: None,
    settings: InstanceSettings | None = None,
    previews: Callable[[str], Awaitable[Preview | None]] | None = None,
) -> Quart:
    """Return the app for every path that no transport owns.

    `observe` is told the status of each answer. `settings` say what an instance adds to
    the page, `previews` what the head of the document says of the note at a path.
    """
    site = _bare("appliance.site")
    documents = Documents(page, settings) if page else None
    add_health(site, readiness)

    @site.after_request
    async def note(response: Response) -> Response:
        observe(response.status_code)
        return response

    @site.get("/")
    @site.get("/<path:path>")
    async def show(path: str = "") -> Response:
        if page and (file := page.files.get(path)):
            return await _send(file)
        document = await documents.current() if documents else None
        if document and (addition := document.additions.get(path)):
            return _send_addition(addition)
        if RESERVED.match("/" + path) or _is_file_name(path):
            return _refusal(404, "Not Found")
        preview = await previews(path) if previews else None
        return _show(document.introduced(preview) if document and preview else document)

    return site


def create_ops(
    *, readiness: Readiness, metrics: Callable[[str], Awaitable[tuple[bytes, str]]]
) -> Quart:
    """Return the app of the operator's listener.

    `metrics` turns an Accept header into a body and its content type.
    """
    ops = _bare("appliance.ops")
    add_health(ops, readiness)

    @ops.get("/metrics")
    async def show_metrics() -> Response:
        # Asking is what keeps the number for readiness true.
        await readiness()
        body, media_type = await metrics(request.headers.get("Accept", ""))
        return Response(body, headers={"Content-Type": media_type})

    return ops


def add_health(app: Quart, readiness: Readiness) -> None:
    """Serve liveness, which is about the process, and readiness, about its work."""

    @app.get("/healthz")
    async def show_health() -> Response:
        return _plain("Service ready.")

    @app.get("/readyz")
    async def show_readiness() -> Response:
        reason = await readiness()
        return _plain(reason or "ready", 503 if reason else 200)


def _bare(name: str) -> Quart:
    app = Quart(name, static_folder=None, template_folder=None)
    # A redirect loses the body of a request and the trust of a strict client.
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False

    @app.errorhandler(HTTPException)
    async def refuse(error: HTTPException) -> Response:
        if UNKNOWN.match(request.path):
            # The route that shows the page knows these paths for GET alone.
            return _refusal(404, "Not Found")
        refusal = _refusal(error.code or 500, error.name)
        if allowed := getattr(error, "valid_methods", None):
            refusal.headers["Allow"] = ", ".join(sorted(allowed))
        return refusal

    return app


def _plain(text: str, status: int = 200) -> Response:
    return Response(
        text,
        status,
        {
            "Content-Type": "text/plain; charset=utf-8",
            "Cache-Control": UNCACHED,
            "X-Content-Type-Options": "nosniff",
        },
    )


def _refusal(status: int, message: str) -> Response:
    return Response(
        f'{{"message":"{message}"}}',
        status,
        {"Content-Type": "application/json", "X-Content-Type-Options": "nosniff"},
    )


def _is_file_name(path: str) -> bool:
    return "." in path.rpartition("/")[2]


def _send_addition(addition: Addition) -> Response:
    headers = {"Content-Type": addition.media_type, "Cache-Control": FOREVER}
    return Response(addition.body, 200, {**headers, **SECURITY})


def _show(document: Document | None) -> Response:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
    }
    if document is None:
        return Response(NOT_BUILT, 503, {**headers, **SECURITY})
    headers |= {"ETag": f'"{document.etag}"', **document.security}
    if document.etag in request.if_none_match:
        return Response(b"", 304, headers)
    return Response(document.body, 200, headers)


async def _send(file: StaticFile) -> Response:
    path, encoding = file.best(request.headers.get("Accept-Encoding", ""))
    response = await send_file(path, mimetype=file.media_type, conditional=True)
    response.headers["Cache-Control"] = file.cache_control
    response.headers["Content-Type"] = file.media_type
    response.headers.update(file.security)
    if request.headers.get("Origin") == NO_ORIGIN:
        # The document that draws diagrams has no origin, and its scripts are modules.
        response.headers["Access-Control-Allow-Origin"] = "*"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if file.twins:
        response.headers.add("Vary", "Accept-Encoding")
    return response
