"""Recordings: which kinds are taken for transcription, by name or by first bytes."""

from dataclasses import dataclass

from appliance.errors import InvalidArgumentError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of recording: what providers call it, and how its files end."""

    type: str
    ending: str


WAV = Kind("audio/wav", "wav")
_MP3 = Kind("audio/mpeg", "mp3")
_MP4 = Kind("audio/mp4", "m4a")
WEBM = Kind("audio/webm", "webm")
_OGG = Kind("audio/ogg", "ogg")
_FLAC = Kind("audio/flac", "flac")
_AAC = Kind("audio/aac", "aac")
_AIFF = Kind("audio/aiff", "aiff")

KINDS = {
    "audio/wav": WAV,
    "audio/wave": WAV,
    "audio/x-wav": WAV,
    "audio/vnd.wave": WAV,
    "audio/mpeg": _MP3,
    "audio/mp3": _MP3,
    "audio/mpga": _MP3,
    "audio/mp4": _MP4,
    "audio/m4a": _MP4,
    "audio/x-m4a": _MP4,
    "video/mp4": _MP4,
    "audio/webm": WEBM,
    "video/webm": WEBM,
    "audio/ogg": _OGG,
    "audio/opus": _OGG,
    "application/ogg": _OGG,
    "audio/flac": _FLAC,
    "audio/x-flac": _FLAC,
    "audio/aac": _AAC,
    "audio/aiff": _AIFF,
    "audio/x-aiff": _AIFF,
}
# Offset, bytes, type: what begins like this is of this type.
MARKS = (
    (8, b"WAVE", "audio/wave"),
    (8, b"AIFF", "audio/aiff"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"OggS", "application/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
SNIFFED = 512
# No text holds these.
CONTROLS = bytes({*range(0x20)} - set(b"\t\n\f\r\x1b"))


def kind_of(content_type: str, content: bytes) -> Kind:
    """Return the kind, of the bytes where no type is given; raise if not taken."""
    named = content_type.strip() or sniff(content)
    kind = KINDS.get(named.partition(";")[0].strip().lower())
    if kind is None:
        raise InvalidArgumentError(f'audio content type "{named}" is not supported')
    return kind


def sniff(content: bytes) -> str:
    """Guess a type from the first bytes."""
    for offset, mark, found in MARKS:
        if content.startswith(mark, offset):
            return found
    start = content[:SNIFFED]
    if len(start.translate(None, CONTROLS)) == len(start):
        return "text/plain; charset=utf-8"
    return "application/octet-stream"
