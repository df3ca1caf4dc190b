"""The REST gateway under input that nobody meant: never a 5xx, always its shape."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.api import contract
from appliance.api.interceptors import outer_chain
from appliance.api.rest import Gateway
from tests.api.calling import Answer, call


class Sink:
    """A service that takes anything: every RPC of it answers its empty message."""

    def __getattr__(self, name: str) -> Any:
        kinds = {
            "".join(f"_{c}" if c.isupper() else c for c in method.name).lower()[1:]: (
                method.output.type
            )
            for method in contract.rpcs()
        }
        if name not in kinds:
            raise AttributeError(name)

        async def answer(_request: object, _ctx: object) -> Any:
            return kinds[name]()

        return answer


SINK = Gateway(
    contract.wrap(
        {method.parent.type_name: (Sink(),) for method in contract.rpcs()},
        outer_chain(),
    )
)
METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "FETCH"]
TARGETS = sorted(
    {
        "/".join(["", *(s if s != "*" else "x" for s in route.segments)])
        + (f":{route.verb}" if route.verb else "")
        for route in SINK._table.routes  # noqa: SLF001 - every route is a target
    }
)
keys = st.sampled_from(
    ["pageSize", "page_size", "state", "filter", "updateMask", "memo.content", "x", "",
     "validateOnly", "readMask", "expireTime", "name"]
)  # fmt: skip
bodies = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"",
            b"{}",
            b"null",
            b"[]",
            b"{",
            b'{"a":1}{',
            b'{"name":5}',
            b'{"\xff":1}',
            b'{"content":"\\ud800"}',
            b'{"content":"\\u0000"}',
            b'{"a":' + b"[" * 9999,
        ]
    ),
    st.dictionaries(
        st.sampled_from(["name", "memo", "content", "state", "updateMask", "user"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.floats()
        | st.lists(st.integers(), max_size=2)
        | st.just({}),
        max_size=4,
    ).map(lambda tree: json.dumps(tree).encode()),
)


@settings(max_examples=400, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    target=st.sampled_from(TARGETS) | st.text(max_size=20).map("/api/v1/{}".format),
    query=st.lists(st.tuples(keys, st.text(max_size=5)), max_size=3),
    body=bodies,
    headers=st.lists(
        st.tuples(
            st.sampled_from([b"content-type", b"grpc-timeout", b"content-encoding",
                             b"x-http-method-override", b"accept-encoding", b"cookie"]),
            st.sampled_from([b"application/x-www-form-urlencoded", b"gzip", b"1S",
                             b"GET", b"\xff"]) | st.binary(max_size=5),
        ),
        max_size=2,
    ),
)  # fmt: skip
async def test_nothing_that_is_sent_makes_a_5xx(
    method: str,
    target: str,
    query: list[tuple[str, str]],
    body: bytes,
    headers: list[tuple[bytes, bytes]],
) -> None:
    text = "&".join(f"{key}={value}" for key, value in query)
    answer: Answer = await call(
        SINK, method, target, body, headers, query_string=text.encode()
    )
    assert answer.status < 500 or answer.status == 501 or _is_late(headers, answer)
    if answer.status >= 400 and answer.body:
        assert answer.json()["code"] in {3, 4, 5, 8, 12}


def _is_late(headers: list[tuple[bytes, bytes]], answer: Answer) -> bool:
    """Whether the request itself asked for an answer at once."""
    return answer.status == 504 and any(name == b"grpc-timeout" for name, _ in headers)
