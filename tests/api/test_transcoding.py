"""Requests put together from path, query and body."""

from typing import Any

import pytest
from protobuf.wkt import FieldMask

from appliance.api import contract
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.routes import RouteTable
from appliance.api.transcoding import Transcoder
from appliance.errors import InvalidArgumentError

TABLE = RouteTable(contract.wrap({}, []))


async def transcoded(method: str, target: str, body: str = "") -> Any:
    """Return the request message that a request means."""
    path, _, query = target.partition("?")
    match = TABLE.find(method, path)

    async def read() -> bytes:
        return body.encode()

    return await Transcoder(match.route).request(match.segments, query, read)


async def test_body_field_query_and_path_come_together() -> None:
    request = await transcoded(
        "POST", "/api/v1/memos/a/comments?commentId=c", '{"content":"x"}'
    )
    assert request.name == "memos/a"
    assert request.comment_id == "c"
    assert request.comment.content == "x"


async def test_path_wins_over_body_and_query() -> None:
    request = await transcoded(
        "PATCH", "/api/v1/memos/a?memo.name=memos/q", '{"name":"memos/b"}'
    )
    assert request.memo.name == "memos/a"
    request = await transcoded("GET", "/api/v1/memos/a?name=memos/q")
    assert request.name == "memos/a"


async def test_body_field_is_not_read_from_the_query() -> None:
    request = await transcoded(
        "POST", "/api/v1/memos?memo.content=q&content=q", '{"pinned":true}'
    )
    assert request.memo.content == ""
    assert request.memo.pinned is True


async def test_query_is_ignored_where_the_body_is_everything() -> None:
    request = await transcoded(
        "POST", "/api/v1/users:batchGet?usernames=q", '{"usernames":["b"]}'
    )
    assert request.usernames == ["b"]


@pytest.mark.parametrize("body", ["", "  \n"])
async def test_empty_body_is_an_empty_request(body: str) -> None:
    assert (await transcoded("POST", "/api/v1/auth/refresh", body)) is not None
    assert (await transcoded("POST", "/api/v1/memos", body)).memo == pb.Memo()


async def test_body_on_get_is_not_even_read() -> None:
    assert (await transcoded("GET", "/api/v1/memos/a", "{")).name == "memos/a"


async def test_mask_of_the_query_wins_over_the_keys() -> None:
    target = "/api/v1/memos/a?updateMask=pinned,updateTime"
    request = await transcoded("PATCH", target, '{"content":"x"}')
    assert request.update_mask == FieldMask(paths=["pinned", "update_time"])
    request = await transcoded(
        "PATCH", "/api/v1/memos/a?updateMask=", '{"content":"x"}'
    )
    assert request.update_mask == FieldMask()


async def test_mask_is_derived_without_one() -> None:
    request = await transcoded("PATCH", "/api/v1/memos/a", '{"content":"x","y":1}')
    assert request.update_mask == FieldMask(paths=["content"])
    assert (
        await transcoded("PATCH", "/api/v1/memos/a", "{}")
    ).update_mask == FieldMask()
    assert (await transcoded("PATCH", "/api/v1/memos/a")).update_mask is None


async def test_patch_of_a_whole_request_has_no_mask() -> None:
    request = await transcoded(
        "PATCH", "/api/v1/memos/a/attachments", '{"name":"memos/b","attachments":[]}'
    )
    assert request.name == "memos/a"


@pytest.mark.parametrize("query", ["pageSize=1&pageSize=2", "filter=%ff", "state=x"])
async def test_bad_query_is_refused(query: str) -> None:
    with pytest.raises(InvalidArgumentError):
        await transcoded("GET", f"/api/v1/memos?{query}")


@pytest.mark.parametrize("query", ["PageSize=2", "colour=red", "a.b=1", "&&", "x"])
async def test_unknown_parameters_are_ignored(query: str) -> None:
    assert (await transcoded("GET", f"/api/v1/memos?{query}")).page_size == 0


async def test_names_in_the_query_may_be_encoded() -> None:
    assert (await transcoded("GET", "/api/v1/memos?%70ageSize=2")).page_size == 2


async def test_setting_of_the_instance_is_replaced_as_a_whole() -> None:
    target = "/api/v1/instance/settings/GENERAL"
    request = await transcoded("PATCH", target, '{"generalSetting":{}}')
    assert request.update_mask is None
    masked = await transcoded("PATCH", f"{target}?updateMask=a,bC", "{}")
    assert masked.update_mask == FieldMask(paths=["a", "b_c"])
