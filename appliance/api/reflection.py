"""gRPC server reflection over both packages, for grpcurl and its like."""

from collections.abc import Iterable

from connectrpc_grpcreflect import (
    ServerReflectionAlphaASGIApplication,
    ServerReflectionAlphaService,
    ServerReflectionASGIApplication,
    ServerReflectionService,
)
from protobuf import DescFile

from appliance.api.asgi import App

METHOD = "ServerReflectionInfo"


def apps(files: Iterable[DescFile]) -> dict[str, App]:
    """Return the applications of both versions by the path of their only method."""
    files = tuple(files)
    current = ServerReflectionASGIApplication(ServerReflectionService(*files))
    alpha = ServerReflectionAlphaASGIApplication(ServerReflectionAlphaService(*files))
    return {f"{app.path}/{METHOD}": app for app in (current, alpha)}
