"""The program that draws one thumbnail."""

import io
import re
import subprocess
import sys

import pytest
from PIL import Image

from appliance.models.media import thumbnail
from tests.models.media.pictures import PROFILE, picture, telling


def run(content: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "appliance.models.media.thumbnail"]
    return subprocess.run(command, input=content, capture_output=True, check=False)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_longest_side_is_bounded(form: str) -> None:
    finished = run(picture(form, (1800, 900)))
    assert finished.returncode == 0, finished.stderr
    with Image.open(io.BytesIO(finished.stdout)) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (600, 300))


def test_the_right_side_is_up_and_the_colours_stay() -> None:
    finished = run(telling("JPEG", 6))
    with Image.open(io.BytesIO(finished.stdout)) as drawn:
        assert drawn.size == (48, 64)
        assert drawn.info["icc_profile"] == PROFILE
        assert drawn.getpixel((24, 4))[2] > 200  # type: ignore[index]  # three bands


def test_what_is_transparent_becomes_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(run(target.getvalue()).stdout)) as drawn:
        assert drawn.getpixel((5, 5)) == (255, 255, 255)


def test_a_small_webp_is_not_drawn() -> None:
    assert run(picture("WEBP")).returncode == thumbnail.NOT_DRAWN


@pytest.mark.parametrize("content", [b"", b"no picture", picture("GIF")])
def test_what_cannot_be_drawn_ends_without_a_picture(content: bytes) -> None:
    finished = run(content)
    assert finished.returncode not in (0, thumbnail.NOT_DRAWN)
    assert finished.stdout == b""


@pytest.mark.parametrize(
    ("form", "extra", "size"),
    [
        ("PNG", {}, (3001, 3000)),
        ("WEBP", {"method": 0}, (1800, 1501)),
        ("JPEG", {"progressive": True}, (4001, 3250)),
    ],
)
def test_too_many_pixels_are_not_decoded(
    form: str, extra: dict[str, int], size: tuple[int, int]
) -> None:
    assert run(picture(form, size, **extra)).returncode == thumbnail.NOT_DRAWN


def test_a_large_photo_is_drawn_in_little_memory() -> None:
    # What the process itself says: the one that started it is not counted in there.
    program = (
        "import sys; from appliance.models.media.thumbnail import main; code = main();"
        " sys.stderr.write(open('/proc/self/status').read()); sys.exit(code)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program],
        input=picture("JPEG", (4000, 3000)),
        capture_output=True,
        check=True,
    )
    peak = re.search(rb"VmHWM:\s+(\d+) kB", finished.stderr)
    assert peak
    assert int(peak[1]) < 60_000
