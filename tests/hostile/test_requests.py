"""Names, filters, verbs, tokens and headers that no honest client sends."""

import json
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import wire
from tests.hostile.wires import Wires, connect_code, rest_code
from tests.servers import Server

LIST = "MemoService/ListMemos"
GET = "MemoService/GetMemo"
NAMES = ("", "memos", "memos/", "memos/a/b", "users/a", "memos/%00", "x" * 5000, "é")
FILTERS = (
    "unknown == 1",
    "content.contains(",
    "pinned == 'yes'",
    "1",
    '"text"',
    "tags == []",
    "creator_id == 99999999999999999999999999",
    "created_ts > 99999999999999999999",
    "created_ts > -99999999999999999999",
    'content == "\\x"',
    "size(content) > size(tags) + ",
    "now - duration('99999999999999h') > created_ts",
    "created_ts > timestamp('not a time')",
    "a" * 20_000,
    "!" * 5_000 + "pinned",
    "pinned " + "&& pinned " * 2_000,
    "; DROP TABLE appliance_memo",
    "content == '\x01\x02'",
)
MODEST = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Words that make up filters, so that random ones come close to real ones.
SHARDS = """
content pinned tags tag creator created_ts visibility now == != < > && || ! ( )
[ ] , . in "x" "a\\"b" 1 -1 1.5 true null contains startsWith exists size
timestamp duration t timestamp("2024-01-01T00:00:00Z") duration("1h") has_link
updated_ts + - * / % ? : { }
""".split()  # noqa: SIM905 - a list of 50 quoted words is no list to read


def rpc_everywhere(wires: Wires, rpc: str, **fields: object) -> set[str]:
    """Send one well-formed message over every transport that is not REST."""
    method = wire.rpcs()[rpc]
    message = wire.to_message(method.input, fields)
    json_form = json.dumps(wire.to_json(message)).encode()
    return wires.binary_everywhere(rpc, message.SerializeToString()) | {
        wires.connect(rpc, json_form, "application/json")
    }


@pytest.mark.parametrize("name", NAMES)
def test_bad_names_are_refused(wires: Wires, name: str) -> None:
    refusals = {"invalid_argument", "not_found"}
    codes = rpc_everywhere(wires, GET, name=name)
    assert len(codes) == 1
    assert codes <= refusals
    for verb in ("GET", "PATCH", "DELETE"):
        path = f"/api/v1/memos/{quote(name)}"
        if verb == "GET" and not name:
            continue  # the list, asked for with a slash at the end
        assert wires.rest(verb, path, b"{}") in refusals | {"unimplemented"}


@pytest.mark.parametrize("condition", FILTERS, ids=lambda text: text[:24])
def test_filters_that_do_not_compile_are_refused(wires: Wires, condition: str) -> None:
    path = f"/api/v1/memos?filter={quote(condition)}"
    codes = rpc_everywhere(wires, LIST, filter=condition) | {wires.rest("GET", path)}
    assert codes <= {"invalid_argument", "ok"}
    assert len(codes) == 1
    if "== " not in condition and "pinned &&" not in condition:
        assert codes == {"invalid_argument"}


@MODEST
@given(words=st.lists(st.sampled_from(SHARDS), max_size=12))
def test_any_filter_is_answered_or_refused(wires: Wires, words: list[str]) -> None:
    condition = " ".join(words)
    path = f"/api/v1/memos?filter={quote(condition)}"
    assert wires.rest("GET", path) in {"ok", "invalid_argument"}


@MODEST
@given(token=st.text(max_size=60), size=st.integers(-(2**31), 2**31 - 1))
def test_any_page_token_is_answered_or_refused(
    wires: Wires, token: str, size: int
) -> None:
    path = f"/api/v1/memos?pageSize={size}&pageToken={quote(token, errors='replace')}"
    assert wires.rest("GET", path) in {"ok", "invalid_argument"}


@pytest.mark.parametrize(
    "query",
    [
        "pageSize=ten",
        "pageSize=99999999999999999999",
        "pageSize=1.5",
        "pageSize=1&pageSize=2",
        "state=7x&state=NORMAL",
        "filter=%FF%FE",
        "filter=%00",
        "orderBy=%00",
        "showDeleted=perhaps",
    ],
)
def test_bad_query_parameters_are_refused(wires: Wires, query: str) -> None:
    assert wires.rest("GET", f"/api/v1/memos?{query}") == "invalid_argument"


def test_unknown_query_parameters_are_ignored(wires: Wires) -> None:
    assert wires.rest("GET", "/api/v1/memos?unknown=1&a.b=c&=&&x") == "ok"


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/status", "/api/v1/nothing", "/api/v1/memos/a/b/c/d"]
)
def test_unknown_paths_are_not_found(wires: Wires, path: str) -> None:
    assert wires.rest("GET", path) == "not_found"
    anonymous = wires.http.get(path)
    assert anonymous.status_code == 404
    assert "version" not in anonymous.text


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("PUT", "/api/v1/memos"),
        ("DELETE", "/api/v1/memos"),
        ("PATCH", "/api/v1/auth/signin"),
        ("GET", "/api/v1/auth/signin"),
        ("POST", "/api/v1/instance/profile"),
    ],
)
def test_wrong_verbs_are_unimplemented(wires: Wires, verb: str, path: str) -> None:
    assert wires.rest(verb, path, b"{}") == "unimplemented"


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH", "BREW"])
def test_wrong_verbs_on_connect_are_not_allowed(wires: Wires, verb: str) -> None:
    response = wires.http.request(verb, wire.rpcs()[LIST].path, content=b"{}")
    assert response.status_code == 405


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer a b",
        "Basic YTpi",
        "Bearer " + "x" * 4000,
        "Bearer memos_pat_short",
        "Bearer memos_pat_" + "a" * 32,
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "\x01\x02",
        "Bearer \xff",
    ],
)
def test_bad_credentials_are_nobody(wires: Wires, authorization: str) -> None:
    headers = {b"authorization": authorization.encode("latin-1")}
    protected = wires.http.get("/api/v1/auth/me", headers=headers)
    assert rest_code(protected) == "unauthenticated"
    assert protected.json()["message"] == "authentication required"
    public = wires.http.get("/api/v1/instance/profile", headers=headers)
    assert public.status_code == 200
    connect = wires.http.post(
        wire.rpcs()["AuthService/GetCurrentUser"].path, json={}, headers=headers
    )
    assert connect_code(connect) == "unauthenticated"


@pytest.mark.parametrize("cookie", ["x", "\xff", "a" * 5000, "a.b.c", '"; x=y'])
def test_bad_refresh_cookies_are_refused(server: Server, cookie: str) -> None:
    header = b"memos_refresh=" + cookie.encode("latin-1")
    response = httpx.post(
        f"{server.base_url}/api/v1/auth/refresh", headers={b"cookie": header}
    )
    assert rest_code(response) == "unauthenticated"


@pytest.mark.parametrize("timeout", ["", "x", "-1", "99999999999999999999", "1.5"])
def test_bad_deadlines_are_no_server_errors(wires: Wires, timeout: str) -> None:
    response = wires.http.post(
        wire.rpcs()[LIST].path,
        json={},
        headers=wires.bearer | {"connect-timeout-ms": timeout},
    )
    assert response.status_code < 500


@pytest.mark.parametrize("coding", ["gzip", "br", "nonsense"])
def test_bad_content_codings_are_no_server_errors(wires: Wires, coding: str) -> None:
    for path in (wire.rpcs()[LIST].path, "/api/v1/memos"):
        response = wires.http.post(
            path,
            content=b"not compressed",
            headers=wires.bearer
            | {"content-encoding": coding, "content-type": "application/json"},
        )
        assert response.status_code < 500 or response.status_code == 501


def test_compressed_body_may_not_explode(wires: Wires) -> None:
    # 300 MB of blanks behind a few hundred kilobytes.
    bomb = _bomb()
    for path in (wire.rpcs()["MemoService/CreateMemo"].path, "/api/v1/memos"):
        response = wires.http.post(
            path,
            content=bomb,
            headers=wires.bearer
            | {"content-encoding": "gzip", "content-type": "application/json"},
        )
        assert 400 <= response.status_code < 500


def _bomb() -> bytes:
    import zlib  # noqa: PLC0415 - only this test makes bombs

    packer = zlib.compressobj(9, wbits=31)
    blanks = b" " * 2**20
    parts = [packer.compress(blanks) for _ in range(300)]
    return b"".join([*parts, packer.flush()])
