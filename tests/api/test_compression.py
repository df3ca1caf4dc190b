"""gzip in and out, and who wants it."""

import gzip
import random

import pytest
from connectrpc.code import Code
from connectrpc.errors import ConnectError

from appliance.api.compression import Gzip, accepts_gzip, pack, unpack

TEXT = b"some text " * 500


def test_pack_is_read_by_the_standard_library_and_back() -> None:
    assert gzip.decompress(pack(TEXT)) == TEXT
    assert unpack(gzip.compress(TEXT), len(TEXT)) == TEXT
    assert unpack(gzip.compress(TEXT), None) == TEXT
    assert unpack(b"", 5) == b""


def test_members_in_a_row_are_one_body() -> None:
    assert unpack(gzip.compress(b"a") + gzip.compress(b"b"), 2) == b"ab"


def test_what_unpacks_beyond_the_limit_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    for packed, limit in (
        (bomb, 1000),
        (gzip.compress(TEXT), len(TEXT) - 1),
        (gzip.compress(b"a") + gzip.compress(b"b"), 1),
    ):
        with pytest.raises(ConnectError) as refused:
            unpack(packed, limit)
        assert refused.value.code is Code.RESOURCE_EXHAUSTED


def test_broken_gzip_is_an_invalid_argument() -> None:
    noise = random.Random(1).randbytes(100)  # noqa: S311 - any bytes will do
    packed = gzip.compress(TEXT)
    for broken in (noise, b"{}", packed[:-1], packed[:30], packed + b"rest", b"\x1f"):
        with pytest.raises(ConnectError) as refused:
            unpack(broken, None)
        assert refused.value.code is Code.INVALID_ARGUMENT


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=1.0", True),
        ("*", True),
        ("deflate, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("gzip;q=often", False),
        ("identity", False),
        ("", False),
    ],
)
def test_accept_encoding_is_understood(header: str, accepted: bool) -> None:  # noqa: FBT001 - a column of the table
    assert accepts_gzip(header) is accepted


def test_library_shape() -> None:
    library = Gzip()
    assert library.name() == "gzip"
    assert library.decompress(library.compress(TEXT), len(TEXT)) == TEXT
