"""Which surface answers a path: each belongs to one, chosen by its prefix."""

from typing import Any

from appliance.api import rpc
from appliance.api.asgi import App, local_path

# Prefixes of paths that a transport answers, whatever follows.
REST_PREFIXES = ("/api/v1/", "/api/appliance/")
FILE_PREFIX = "/file/"
METRICS_PATH = "/metrics"
OPS_PREFIX = "/ops/"


class Surfaces:
    """Gives each request to the surface that owns its path."""

    def __init__(  # noqa: PLR0913 - one parameter for each surface
        self, *, calls: App, rest: App, files: App, page: App, ops: App, metrics: App
    ) -> None:
        self._calls = calls
        self._rest = rest
        self._files = files
        self._page = page
        self._ops = ops
        self._metrics = metrics

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        surface = self._page
        if scope["type"] == "http":
            path = local_path(scope)
            if path.startswith(REST_PREFIXES):
                surface = self._rest
            elif path.startswith(FILE_PREFIX):
                surface = self._files
            elif rpc.serves(path):
                surface = self._calls
            elif path == METRICS_PATH:
                surface = self._metrics
            elif path.startswith(OPS_PREFIX):
                surface = self._ops
        await surface(scope, receive, send)
