"""Files rewritten in place."""

import pytest

from appliance.models.media.jpeg import NotThisFormatError
from appliance.models.media.patches import PIECE, Patch, write_patched


def patched(data: bytes, *patches: Patch) -> tuple[bool, bytes]:
    pieces: list[bytes] = []
    changed = write_patched(data, patches, pieces.append)
    assert all(len(piece) <= PIECE for piece in pieces)
    return changed, b"".join(pieces)


def test_patches_take_their_places() -> None:
    found = patched(b"0123456789", Patch(7, b"ab"), Patch(0, b"c"), Patch(2, b"d"))
    assert found == (True, b"c1d3456ab9")
    assert patched(b"0123") == (False, b"0123")
    large = b"x" * (3 * PIECE + 5)
    assert patched(large, Patch(PIECE, b"y"))[1].count(b"x") == len(large) - 1


@pytest.mark.parametrize(
    "patches", [[Patch(9, b"ab")], [Patch(1, b"abc"), Patch(2, b"d")]]
)
def test_what_does_not_fit_is_told(patches: list[Patch]) -> None:
    with pytest.raises(NotThisFormatError):
        patched(b"0123456789", *patches)
