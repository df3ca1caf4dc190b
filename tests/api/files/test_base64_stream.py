"""Base64 in pieces says the same as base64 as a whole."""

import base64
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.api.files.base64_stream import Base64Stream
from appliance.errors import InvalidArgumentError


def decode(text: bytes, cuts: list[int]) -> bytes:
    stream = Base64Stream()
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    pieces = [text[a:b] for a, b in pairwise(places)]
    return b"".join(map(stream.feed, pieces)) + stream.finish()


@given(
    content=st.binary(max_size=200),
    cuts=st.lists(st.integers(0, 400)),
    encode=st.sampled_from([base64.b64encode, base64.urlsafe_b64encode]),
    padding=st.sampled_from([b"", b"="]),
    every=st.integers(1, 80),
)
def test_cuts_alphabet_padding_and_line_breaks_do_not_matter(
    content: bytes, cuts: list[int], encode: object, padding: bytes, every: int
) -> None:
    text = encode(content)  # type: ignore[operator]  # one of the two encoders
    text = text.rstrip(b"=") + padding * text.count(b"=")
    lines = b"\r\n".join(text[at : at + every] for at in range(0, len(text), every))
    assert decode(lines, cuts) == content


@pytest.mark.parametrize(
    "text", [b"@@@", b"A", b"AAAAA", b"QQ==QQ==", b"=", b"QQ=A", b"Q===", b"AAAA===="]
)
def test_what_is_no_base64_is_refused(text: bytes) -> None:
    for cuts in ([], [1], [1, 2, 3, 4]):
        with pytest.raises(InvalidArgumentError):
            decode(text, cuts)
