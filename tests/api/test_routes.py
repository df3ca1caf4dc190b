"""Paths to RPCs: literals before wildcards, verbs, and the two ways to miss."""

import pytest

from appliance.api import contract
from appliance.api.routes import RouteTable
from appliance.errors import NotFoundError, UnimplementedError

TABLE = RouteTable(contract.wrap({}, []))


@pytest.mark.parametrize(
    ("method", "path", "rpc"),
    [
        ("GET", "/api/v1/memos", "ListMemos"),
        ("POST", "/api/v1/memos", "CreateMemo"),
        ("GET", "/api/v1/memos/a", "GetMemo"),
        ("GET", "/api/v1/memos/", "GetMemo"),
        ("GET", "/api/v1/memos/a:x", "GetMemo"),
        ("PATCH", "/api/v1/memos/a", "UpdateMemo"),
        ("GET", "/api/v1/memos/a/comments", "ListMemoComments"),
        ("DELETE", "/api/v1/memos/a/reactions/1", "DeleteMemoReaction"),
        ("GET", "/api/v1/memos/-/linkMetadata", "GetLinkMetadata"),
        ("POST", "/api/v1/memos/-/linkMetadata:batchGet", "BatchGetLinkMetadata"),
        ("GET", "/api/v1/memos/-/comments", "ListMemoComments"),
        ("GET", "/api/v1/users/ann", "GetUser"),
        ("GET", "/api/v1/users/ann:getStats", "GetUserStats"),
        ("GET", "/api/v1/users/ann:getstats", "GetUser"),
        ("GET", "/api/v1/users:stats", "ListAllUserStats"),
        ("GET", "/api/v1/users/ann/views/1", "GetMemoView"),
        ("GET", "/api/v1/shares/abc/memo", "GetSharedMemo"),
        ("GET", "/api/v1/instance/settings/GENERAL", "GetInstanceSetting"),
        ("POST", "/api/v1/instance/settings/notification:testEmail",
         "TestInstanceEmailSetting"),
        ("POST", "/api/appliance/v1/trash/5:restore", "RestoreTrashedMemo"),
        (
            "DELETE",
            "/api/appliance/v1/trashed-attachments/5",
            "DeleteTrashedAttachment",
        ),
    ],
)  # fmt: skip
def test_path_leads_to_its_rpc(method: str, path: str, rpc: str) -> None:
    assert TABLE.find(method, path).route.method.info.name == rpc


def test_variables_take_their_segments_without_the_verb() -> None:
    match = TABLE.find("GET", "/api/v1/users/ann/webhooks/7:getSigningSecret")
    (variable,) = match.route.variables
    assert variable.field == "name"
    assert match.segments[variable.start : variable.stop] == [
        "users",
        "ann",
        "webhooks",
        "7",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/api/v1",
        "/api/v1/",
        "/api/v1/unknown",
        "/api/v1/Memos",
        "/api/v1//memos",
        "/api/v1/memos//a",
        "/api/v1/memos/a/",
        "/api/v1/memos/a/comments/",
        "/api/v1/memos/a/unknown",
        "/api/v1/users/ann:getStats/",
        "/api/v1/status",
    ],
)
def test_unknown_path_is_not_found(path: str) -> None:
    with pytest.raises(NotFoundError, match="Not Found"):
        TABLE.find("GET", path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/v1/memos"),
        ("FETCH", "/api/v1/memos/a"),
        ("POST", "/api/v1/memos/a"),
        ("GET", "/api/v1/users:batchGet"),
        ("GET", "/api/v1/auth/signin"),
    ],
)
def test_known_path_with_another_method_is_unimplemented(
    method: str, path: str
) -> None:
    with pytest.raises(UnimplementedError, match="Method Not Allowed"):
        TABLE.find(method, path)


def test_every_rpc_has_a_route_and_no_two_share_one() -> None:
    bound = {route.method.name for route in TABLE.routes}
    assert bound == {method.name for method in contract.wrap({}, [])}
    keys = [(route.http_method, route.segments, route.verb) for route in TABLE.routes]
    assert len(set(keys)) == len(keys)
