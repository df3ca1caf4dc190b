"""The program that draws one thumbnail: from its standard input to its output.

A process of its own, because pictures are the input that decoders fail on: what it
takes of memory and time is bounded, and gone when it ends.
"""

import sys

from PIL import Image, ImageOps

from appliance.models.media.bounds import bound

SIDE = 600
QUALITY = 90
# What is decoded in about 50 MB: JPEG line by line at a fraction of its size, unless it
# is progressive; PNG as a whole; WebP as a whole four times over.
MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 9_000_000, "WEBP": 2_700_000}
MAX_PROGRESSIVE_PIXELS = 13_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Sizes at which another copy helps nobody; the contract's clients expect the file.
KEPT_WHEN_SMALL = ("WEBP",)
NOT_DRAWN = 3
MAX_MEMORY = 512 << 20
MAX_SECONDS = 20


def max_pixels(picture: Image.Image) -> int:
    """Return how many pixels a picture of this kind may have."""
    if picture.info.get("progressive"):
        return MAX_PROGRESSIVE_PIXELS
    return MAX_PIXELS.get(picture.format or "", 0)


def drawn(picture: Image.Image) -> Image.Image | None:
    """Return the thumbnail, the right side up, or None where there should be none."""
    width, height = picture.size
    if width * height > max_pixels(picture):
        return None
    if picture.format in KEPT_WHEN_SMALL and max(width, height) <= SIDE:
        return None
    picture.draft("RGB", (SIDE, SIDE))
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=None)
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        ground = Image.new("RGB", upright.size, "white")
        layer = upright.convert("RGBA")
        ground.paste(layer, mask=layer)
        return ground
    return upright.convert("RGB")


def main() -> int:
    """Draw; return what the process ends with."""
    bound(MAX_MEMORY, MAX_SECONDS)
    with Image.open(sys.stdin.buffer, formats=FORMATS) as picture:
        profile = picture.info.get("icc_profile")
        thumbnail = drawn(picture)
    if thumbnail is None:
        return NOT_DRAWN
    extra = {"icc_profile": profile} if profile else {}
    thumbnail.save(sys.stdout.buffer, "JPEG", quality=QUALITY, **extra)
    return 0


if __name__ == "__main__":
    sys.exit(main())
