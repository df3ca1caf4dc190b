"""The REST gateway: shapes, refusals, headers, forms and deadlines."""

import asyncio
import gzip
import json
import time

import pytest

from appliance import errors
from appliance.api.bodies import MAX_BODY_BYTES
from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.rest import Gateway, deadline
from appliance.errors import ApplianceError, InvalidArgumentError
from tests.api.calling import Notebook, call, methods_of

STATUS = {
    "invalid_argument": (3, 400),
    "not_found": (5, 404),
    "already_exists": (6, 409),
    "permission_denied": (7, 403),
    "resource_exhausted": (8, 429),
    "failed_precondition": (9, 400),
    "unimplemented": (12, 501),
    "internal": (13, 500),
    "unavailable": (14, 503),
}


class Raising:
    """A memo service that does as the test says."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def get_memo(self, _request: object, _ctx: object) -> pb.Memo:
        """Refuse."""
        raise self.error


def gateway(service: object | None = None) -> Gateway:
    """Make a gateway over a memo service."""
    return Gateway(methods_of(service or Notebook()))


async def test_answer_has_type_and_length() -> None:
    answer = await call(gateway(), "GET", "/api/v1/memos/a")
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.json()["name"] == "memos/a"
    assert answer.json()["tags"] == []


async def test_lists_have_their_keys() -> None:
    answer = await call(gateway(), "GET", "/api/v1/memos")
    assert answer.json() == {"memos": [], "nextPageToken": ""}


async def test_head_answers_like_get_without_a_body() -> None:
    head = await call(gateway(), "HEAD", "/api/v1/memos/a")
    get = await call(gateway(), "GET", "/api/v1/memos/a")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize("code", STATUS)
async def test_refusals_have_number_and_status(code: str) -> None:
    kind = next(
        value
        for value in vars(errors).values()
        if isinstance(value, type)
        and issubclass(value, ApplianceError)
        and value.code == code
    )
    answer = await call(gateway(Raising(kind("é why"))), "GET", "/api/v1/memos/a")
    number, status = STATUS[code]
    reason = "internal server error" if code == "internal" else "é why"
    assert answer.status == status
    assert answer.json() == {"code": number, "message": reason, "details": []}
    assert answer.header("content-type") == "application/json"


async def test_denial_is_the_body_that_clients_compare() -> None:
    service = Raising(errors.UnauthenticatedError())
    answer = await call(gateway(service), "GET", "/api/v1/memos/a")
    assert answer.status == 401
    assert answer.body == b'{"code": 16, "message": "authentication required"}'
    assert answer.header("www-authenticate") is None


async def test_other_unauthenticated_answers_name_their_reason() -> None:
    service = Raising(errors.UnauthenticatedError("no\r\nsession"))
    answer = await call(gateway(service), "GET", "/api/v1/memos/a")
    assert answer.status == 401
    assert answer.json()["details"] == []
    assert answer.header("www-authenticate") == "no  session"


async def test_unforeseen_error_tells_nothing() -> None:
    answer = await call(gateway(), "DELETE", "/api/v1/memos/a")
    assert answer.status == 500
    assert answer.json() == {
        "code": 13,
        "message": "internal server error",
        "details": [],
    }


async def test_answer_that_cannot_be_written_tells_nothing() -> None:
    notebook = Notebook()
    notebook.content = "\ud800"
    answer = await call(gateway(notebook), "GET", "/api/v1/memos/a")
    assert answer.json()["message"] == "internal server error"


async def test_unknown_path_and_wrong_method() -> None:
    missing = await call(gateway(), "GET", "/api/v1/nothing")
    assert (missing.status, missing.json()["code"]) == (404, 5)
    wrong = await call(gateway(), "PUT", "/api/v1/memos/a")
    assert (wrong.status, wrong.json()["code"]) == (501, 12)


async def test_rpc_without_behaviour_is_unimplemented() -> None:
    answer = await call(gateway(), "GET", "/api/v1/memos/a/comments")
    assert (answer.status, answer.json()["code"]) == (501, 12)


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"],
)
async def test_any_content_type_is_json(content_type: str) -> None:
    notebook = Notebook()
    await call(
        gateway(notebook),
        "POST",
        "/api/v1/memos",
        b'{"content":"x"}',
        {"content-type": content_type},
    )
    assert notebook.request.memo.content == "x"


async def test_body_in_pieces_is_read_whole() -> None:
    notebook = Notebook()
    pieces = [b'{"con', b'tent":', b'"x"}', b""]
    await call(gateway(notebook), "POST", "/api/v1/memos?memoId=m", pieces)
    assert notebook.request.memo.content == "x"
    assert notebook.request.memo_id == "m"


async def test_body_declared_too_large_is_refused_unread() -> None:
    declared = {"content-length": str(MAX_BODY_BYTES + 1)}
    # Without a body to come, reading one would never end.
    sent = call(gateway(), "POST", "/api/v1/memos", [], declared)
    answer = await asyncio.wait_for(sent, 5)
    assert (answer.status, answer.json()["code"]) == (400, 3)


async def test_packed_body_is_read() -> None:
    notebook = Notebook()
    body = gzip.compress(b'{"content":"x"}')
    headers = {"content-encoding": "gzip"}
    await call(gateway(notebook), "POST", "/api/v1/memos", body, headers)
    assert notebook.request.memo.content == "x"


async def test_large_answers_are_packed_on_request() -> None:
    notebook = Notebook()
    app = gateway(notebook)
    wish = {"accept-encoding": "gzip, br"}
    small = await call(app, "GET", "/api/v1/memos/a", headers=wish)
    assert small.header("content-encoding") is None
    notebook.content = "text " * 1000
    large = await call(app, "GET", "/api/v1/memos/a", headers=wish)
    assert large.header("content-encoding") == "gzip"
    assert large.header("vary") == "Accept-Encoding"
    assert large.header("content-length") == str(len(large.body))
    assert json.loads(gzip.decompress(large.body))["content"] == notebook.content
    plain = await call(app, "GET", "/api/v1/memos/a")
    assert plain.header("content-encoding") is None
    assert plain.header("vary") == "Accept-Encoding"


class Cookies:
    """A memo service that sets headers and may then refuse."""

    async def get_memo(
        self, request: pb.GetMemoRequest, ctx: RequestContext
    ) -> pb.Memo:
        """Set two cookies and another header."""
        ctx.response_headers.add("set-cookie", "a=1; HttpOnly")
        ctx.response_headers.add("set-cookie", "b=2")
        ctx.response_headers["x-other"] = "3"
        if request.name == "memos/none":
            raise errors.NotFoundError
        return pb.Memo()


@pytest.mark.parametrize("memo", ["some", "none"])
@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ({}, False),
        ({"cookie": "c=3"}, True),
        ({"origin": "https://blog.example"}, True),
        ({"sec-fetch-mode": "cors"}, True),
        ({"grpc-metadata-cookie": "c=3"}, False),
        ({"cookie": "c=3", "grpc-metadata-cookie": "d=4"}, True),
    ],
)
async def test_cookies_are_sent_as_metadata_and_to_browsers_as_such(
    memo: str, headers: dict[str, str], *, kept: bool
) -> None:
    path = f"/api/v1/memos/{memo}"
    answer = await call(gateway(Cookies()), "GET", path, headers=headers)
    cookies = ["a=1; HttpOnly", "b=2"]
    assert answer.all_headers("grpc-metadata-set-cookie") == cookies
    assert answer.all_headers("set-cookie") == (cookies if kept else [])
    assert answer.header("x-other") == "3"


@pytest.mark.parametrize(
    ("headers", "cookie"),
    [
        ({"cookie": "a=1"}, "a=1"),
        ({"grpc-metadata-cookie": "b=2"}, "b=2"),
        ({"cookie": "a=1", "grpc-metadata-cookie": "b=2"}, "a=1; b=2"),
        ({}, None),
    ],
)
async def test_cookies_reach_the_service(
    headers: dict[str, str], cookie: str | None
) -> None:
    notebook = Notebook()
    await call(gateway(notebook), "GET", "/api/v1/memos/a", headers=headers)
    assert notebook.ctx is not None
    assert notebook.ctx.request_headers.get("cookie") == cookie


async def test_context_tells_where_the_call_comes_from() -> None:
    notebook = Notebook()
    await call(gateway(notebook), "GET", "/api/v1/memos/a")
    assert notebook.ctx is not None
    assert notebook.ctx.client_address == "192.0.2.1:40000"
    assert notebook.ctx.http_method == "GET"
    assert notebook.ctx.method.name == "GetMemo"


FORM = {"content-type": "application/x-www-form-urlencoded"}


async def test_form_post_reaches_a_get_route() -> None:
    notebook = Notebook()
    body = b"pageSize=7&filter=pinned"
    await call(gateway(notebook), "POST", "/api/v1/memos/", b"", FORM)
    assert notebook.request == pb.GetMemoRequest(name="memos/")
    override = {**FORM, "x-http-method-override": "get"}
    await call(gateway(notebook), "POST", "/api/v1/memos", body, override)
    assert notebook.request == pb.ListMemosRequest(page_size=7, filter="pinned")


async def test_override_is_for_forms_only() -> None:
    headers = {"x-http-method-override": "DELETE"}
    answer = await call(gateway(), "POST", "/api/v1/memos/a", b"{}", headers)
    assert answer.status == 501
    answer = await call(
        gateway(), "POST", "/api/v1/memos/a", b"", {**FORM, **headers, "x-a": "b"}
    )
    assert answer.status == 500  # the notebook's DeleteMemo was reached
    override = {**FORM, "x-http-method-override": "PATCH"}
    notebook = Notebook()
    await call(gateway(notebook), "POST", "/api/v1/memos/a", b"x=1", override)
    assert notebook.request.memo.name == "memos/a"
    answer = await call(
        gateway(),
        "POST",
        "/api/v1/memos/a",
        b"",
        {**FORM, "x-http-method-override": "PUT"},
    )
    assert answer.status == 501


@pytest.mark.parametrize(
    ("timeout", "seconds"),
    [(None, None), ("10S", 10), ("5m", 0.005), ("1H", 3600), ("2M", 120), ("7u", 7e-6)],
)
def test_deadline_reads_the_grpc_header(timeout: str | None, seconds: float) -> None:
    assert deadline(timeout) == seconds


@pytest.mark.parametrize("timeout", ["soon", "", "S", "1", "-1S", "123456789S", "1.5S"])
def test_broken_deadline_is_refused(timeout: str) -> None:
    with pytest.raises(InvalidArgumentError):
        deadline(timeout)


class Endless:
    """A memo service that never answers."""

    async def get_memo(self, _request: object, _ctx: object) -> pb.Memo:
        """Wait for what never comes."""
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.alone
async def test_deadline_is_kept() -> None:
    started = time.monotonic()
    headers = {"grpc-timeout": "20m"}
    answer = await call(gateway(Endless()), "GET", "/api/v1/memos/a", headers=headers)
    assert (answer.status, answer.json()["code"]) == (504, 4)
    assert time.monotonic() - started < 5


async def test_gateway_works_below_a_base_path() -> None:
    answer = await call(gateway(), "GET", "/notes/api/v1/memos/a", root_path="/notes")
    assert answer.json()["name"] == "memos/a"


async def test_headers_need_not_be_text() -> None:
    answer = await call(
        gateway(), "GET", "/api/v1/memos/a", headers=[(b"user-agent", b"\xff\xfe")]
    )
    assert answer.status == 200
