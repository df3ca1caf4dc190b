"""Base64 that comes in pieces, in either alphabet, with or without padding."""

import binascii

from appliance.errors import InvalidArgumentError

URL_ALPHABET = bytes.maketrans(b"-_", b"+/")
WHITESPACE = b" \t\r\n"
QUAD = 4


class Base64Stream:
    """Decodes as it goes; keeps no more than the start of a group of four."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> bytes:
        """Return the bytes that the text stands for so far."""
        text = self._rest + piece.translate(URL_ALPHABET, WHITESPACE)
        # Groups that hold padding are the last; they wait for the end.
        pad = text.find(b"=")
        whole = (len(text) if pad < 0 else pad) // QUAD * QUAD
        self._rest = text[whole:]
        if pad >= 0 and len(self._rest) > QUAD:
            raise _broken()
        return _decoded(text[:whole])

    def finish(self) -> bytes:
        """Return the bytes of the last group."""
        rest = self._rest.rstrip(b"=")
        padding = len(self._rest) - len(rest)
        if len(rest) == 1 or (padding and (not rest or len(self._rest) != QUAD)):
            raise _broken()
        return _decoded(rest + b"=" * (-len(rest) % QUAD))


def _decoded(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error as error:
        raise _broken() from error


def _broken() -> InvalidArgumentError:
    return InvalidArgumentError("invalid value for bytes field content")
