"""Pictures for tests, with all that cameras write into them."""

import io
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = b"Sesame Street 1"
ORIENTATION, MAKE, DESCRIPTION = 0x0112, 0x010F, 0x010E
PROFILE = b"profile" * 20


def exif(orientation: int = 6) -> Image.Exif:
    """Return metadata that tells where somebody lives, and which side is up."""
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found[MAKE] = SECRET.decode()
    found[DESCRIPTION] = SECRET.decode()
    return found


def picture(form: str, size: tuple[int, int] = (64, 48), **extra: Any) -> bytes:
    """Return a picture whose halves differ, in a format of Pillow's."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    drawn.save(target, form, **extra)
    return target.getvalue()


def telling(form: str, orientation: int = 6) -> bytes:
    """Return a picture with metadata and a colour profile."""
    extra: dict[str, Any] = {"exif": exif(orientation), "icc_profile": PROFILE}
    if form == "PNG":
        extra["pnginfo"] = PngInfo()
    if form in ("WEBP", "JPEG"):
        extra["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if form == "JPEG":
        extra["comment"] = SECRET
    return picture(form, **extra)


def motion_photo(xmp: bytes, film: bytes = b"\0\0\0\x18ftypmp42film") -> bytes:
    """Return a JPEG with a film behind it."""
    return picture("JPEG", xmp=xmp) + film
