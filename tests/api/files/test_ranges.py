"""The Range header."""

import pytest

from appliance.api.files.ranges import Piece, UnsatisfiableError, parse


@pytest.mark.parametrize(
    ("header", "pieces"),
    [
        ("bytes=0-9", [(0, 10)]),
        ("bytes=5-", [(5, 95)]),
        ("bytes=-4", [(96, 4)]),
        ("bytes=-400", [(0, 100)]),
        ("bytes=90-1000", [(90, 10)]),
        ("Bytes = 0-0 , 2-3", [(0, 1), (2, 2)]),
        ("bytes=0-1,500-600", [(0, 2)]),
    ],
)
def test_what_is_asked_for_is_found(header: str, pieces: list[tuple[int, int]]) -> None:
    assert parse(header, 100) == [Piece(*piece) for piece in pieces]


@pytest.mark.parametrize(
    "header",
    [
        *("bytes=9-5", "lines=0-1", "bytes=a-b", "bytes=-", "bytes=", "0-9", ""),
        *("bytes=0-1,x", "bytes=0-99,0-99", f"bytes={','.join(['0-0'] * 17)}"),
        "bytes=" + "9" * 30 + "-",
    ],
)
def test_what_is_malformed_or_too_much_means_the_whole(header: str) -> None:
    assert parse(header, 100) == []


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_what_lies_outside_cannot_be_had(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        parse(header, 100)


def test_nothing_of_an_empty_file_can_be_had() -> None:
    with pytest.raises(UnsatisfiableError):
        parse("bytes=0-0", 0)


def test_a_piece_names_its_place() -> None:
    assert Piece(5, 10).content_range(100) == "bytes 5-14/100"
