"""Spools of pictures, cleaned."""

from pathlib import Path

import pytest

from appliance.models.attachment import CHUNK_SIZE
from appliance.models.media import privacy
from appliance.models.storage import Spool
from tests.models.media.pictures import SECRET, motion_photo, picture, telling


async def spool_of(directory: Path, content: bytes) -> Spool:
    spool = Spool(directory)
    await spool.write(content)
    return await spool.finish()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("WEBP", "webp")])
async def test_a_picture_is_cleaned(tmp_path: Path, form: str, kind: str) -> None:
    with await spool_of(tmp_path, telling(form)) as spool:
        clean = privacy.stripped(spool, f"image/{kind}")
        assert clean is not None
        with clean:
            assert 0 < clean.size < spool.size
            assert SECRET not in clean.at(0, clean.size)
            assert clean.sha256 != spool.sha256


async def test_a_large_picture_is_cleaned(tmp_path: Path) -> None:
    large = picture("JPEG") + SECRET * (CHUNK_SIZE // 4)
    with await spool_of(tmp_path, large) as spool:
        clean = privacy.stripped(spool, "image/jpeg")
        assert clean is not None
        with clean:
            assert clean.at(0, clean.size) == picture("JPEG")


@pytest.mark.parametrize("content", [picture("JPEG"), b"not really a picture"])
async def test_what_is_clean_or_not_understood_is_kept(
    tmp_path: Path, content: bytes
) -> None:
    with await spool_of(tmp_path, content) as spool:
        assert privacy.stripped(spool, "image/jpeg") is None


async def test_films_are_looked_for_in_jpeg_only(tmp_path: Path) -> None:
    content = motion_photo(b'<x GCamera:MotionPhoto="1"/>')
    with await spool_of(tmp_path, content) as spool:
        assert privacy.film_of(spool, "image/jpeg") is not None
        assert privacy.film_of(spool, "image/png") is None


def test_only_photos_are_looked_through() -> None:
    assert privacy.has_privacy("image/jpeg", 10)
    assert not privacy.has_privacy("image/png", 10)
    assert not privacy.has_privacy("image/jpeg", 0)
    assert not privacy.has_privacy("image/jpeg", privacy.MAX_BYTES + 1)
