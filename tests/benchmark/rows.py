"""The rows: each a kind of request, spelled out for one filled server."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from tests.benchmark.notes import ABSENT_WORD, COMMON_WORD, RARE_WORD, text
from tests.benchmark.state import READER, State, sign_in

DEEP_PAGES = 20
MONTH = (
    'created_ts >= timestamp("2026-01-01T00:00:00Z")'
    ' && created_ts < timestamp("2026-02-01T00:00:00Z")'
)


@dataclass(frozen=True, slots=True)
class Row:
    """Requests of one kind, taken in turn."""

    name: str
    paths: Sequence[str]
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    bodies: Sequence[str] = ()

    def requests(self) -> Iterator[tuple[str, str | None]]:
        """Yield path and body of each different request."""
        for turn in range(max(len(self.paths), len(self.bodies))):
            body = self.bodies[turn % len(self.bodies)] if self.bodies else None
            yield self.paths[turn % len(self.paths)], body


@dataclass(frozen=True, slots=True)
class Target:
    """What the requests of a server need beside its state."""

    bearer: Mapping[str, str]
    own: Sequence[str]
    deep_token: str


def rows_of(base_url: str, state: State) -> list[Row]:
    """Spell every row out for a server, with a token that is fresh now."""
    bearer = {"Authorization": f"Bearer {sign_in(base_url)}"}
    own = _own(base_url, bearer)
    target = Target(bearer, own, _deep_token(base_url, bearer))
    return [
        *_account_rows(state, target),
        *_read_rows(target),
        *_list_rows(target),
        *_total_rows(state, target),
        *_write_rows(target),
    ]


def _account_rows(state: State, target: Target) -> Iterator[Row]:
    token = {"Authorization": f"Bearer {state.personal_access_token or 'none'}"}
    yield Row("healthz", ["/healthz"])
    yield Row("profile anon", ["/api/v1/instance/profile"])
    yield Row("me (JWT)", ["/api/v1/auth/me"], headers=target.bearer)
    if state.personal_access_token:
        yield Row("me (PAT)", ["/api/v1/auth/me"], headers=token)
    else:
        path = f"/api/v1/users/{READER}/personalAccessTokens"
        yield Row("me (PAT)", [path], headers=target.bearer)


def _read_rows(target: Target) -> Iterator[Row]:
    yield Row(
        "get memo REST",
        [f"/api/v1/{name}" for name in target.own],
        headers=target.bearer,
    )
    yield Row(
        "get memo Connect",
        ["/memos.api.v1.MemoService/GetMemo"],
        method="POST",
        headers=_json(target.bearer),
        bodies=[json.dumps({"name": name}) for name in target.own],
    )


def _list_rows(target: Target) -> Iterator[Row]:
    bearer = target.bearer
    yield Row("list 10 REST", [_listing(pageSize=10)], headers=bearer)
    yield Row("list 50 REST", [_listing()], headers=bearer)
    gzip = {**bearer, "Accept-Encoding": "gzip"}
    yield Row("list 50 REST gzip", [_listing()], headers=gzip)
    yield Row(
        "list 50 Connect",
        ["/memos.api.v1.MemoService/ListMemos"],
        method="POST",
        headers=_json(bearer),
        bodies=[json.dumps({"pageSize": 50})],
    )
    yield Row("list 50 anon", [_listing()])
    yield Row("page 20 deep", [_listing(pageToken=target.deep_token)], headers=bearer)
    filters = {
        "tag filter": 'tag in ["t4"]',
        "search common": f'content.contains("{COMMON_WORD}")',
        "search rare": f'content.contains("{RARE_WORD}")',
        "search absent": f'content.contains("{ABSENT_WORD}")',
        "month range": MONTH,
    }
    for name, condition in filters.items():
        yield Row(name, [_listing(filter=condition)], headers=bearer)


def _total_rows(state: State, target: Target) -> Iterator[Row]:
    bearer = target.bearer
    stats = f"/api/v1/users/{READER}:getStats"
    yield Row("stats one user", [stats], headers=bearer)
    yield Row("stats all", ["/api/v1/users:stats"], headers=bearer)
    yield Row("comments", [f"/api/v1/{state.commented}/comments"], headers=bearer)
    yield Row("rss explore", ["/explore/rss.xml"])
    file = f"/file/{state.attachment}/blob.bin"
    lists = "/api/v1/attachments"
    yield Row(
        "attachment 100 kB", [file if state.attachment else lists], headers=bearer
    )


def _write_rows(target: Target) -> Iterator[Row]:
    headers = _json(target.bearer)
    yield Row(
        "create",
        ["/api/v1/memos"],
        method="POST",
        headers=headers,
        bodies=[json.dumps({"content": text(10**7 + turn)}) for turn in range(50)],
    )
    yield Row(
        "update",
        [f"/api/v1/{name}?updateMask=content" for name in target.own],
        method="PATCH",
        headers=headers,
        bodies=[json.dumps({"content": text(2 * 10**7 + turn)}) for turn in range(50)],
    )


def _own(base_url: str, bearer: Mapping[str, str]) -> list[str]:
    query = {"filter": f'creator == "users/{READER}"', "pageSize": 50}
    answer = _get(base_url, "/api/v1/memos", bearer, query)
    return [memo["name"] for memo in answer["memos"]]


def _deep_token(base_url: str, bearer: Mapping[str, str]) -> str:
    token = ""
    for _ in range(DEEP_PAGES):
        query = {"pageSize": 50, "pageToken": token}
        following = _get(base_url, "/api/v1/memos", bearer, query)["nextPageToken"]
        if not following:
            break
        token = following
    return token


def _get(
    base_url: str, path: str, headers: Mapping[str, str], query: Mapping[str, Any]
) -> Any:
    answer = httpx.get(base_url + path, params=query, headers=headers, timeout=120)
    return answer.raise_for_status().json()


def _listing(**query: Any) -> str:
    parameters = urlencode({"pageSize": 50} | query, quote_via=quote)
    return f"/api/v1/memos?{parameters}"


def _json(headers: Mapping[str, str]) -> dict[str, str]:
    return {**headers, "Content-Type": "application/json"}
