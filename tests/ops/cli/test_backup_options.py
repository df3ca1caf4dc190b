"""Sizes and places are read as people write them."""

from pathlib import Path

import click
import pytest

from appliance.ops.cli.backup_options import Place, Size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("512", 512),
        ("20GB", 20 * 10**9),
        ("20g", 20 * 10**9),
        ("1.5 MiB", 3 << 19),
        ("1TiB", 1 << 40),
    ],
)
def test_sizes(text: str, size: int) -> None:
    assert Size().convert(text, None, None) == size


@pytest.mark.parametrize("text", ["", "x", "-1", "1PB", "1 2", "GB"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Size().convert(text, None, None)


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Place(exists=False).convert("x", None, None) == str(tmp_path / "x")
    assert Place().convert("s3://b/p?region=x", None, None) == "s3://b/p?region=x"
    with pytest.raises(click.BadParameter, match="does not exist"):
        Place().convert("x", None, None)
