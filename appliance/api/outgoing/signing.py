"""Signatures of deliveries as Standard Webhooks defines them."""

import base64
import hashlib
import hmac
import re
import secrets

from appliance.errors import InvalidArgumentError

PREFIX = "whsec_"
SECRET_BYTES = 32
MAX_SECRET = 1024
PRINTABLE = re.compile(r"[\x20-\x7e]*")
NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
# Python's decoder takes more signs of padding than there is to pad.
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def new_secret() -> str:
    """Return a fresh secret in its coded form."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def check_secret(secret: str) -> None:
    """Raise for a secret that a receiver could not be configured with."""
    if not PRINTABLE.fullmatch(secret):
        raise InvalidArgumentError("signing secret contains invalid character")
    if len(secret) > MAX_SECRET:
        raise InvalidArgumentError(
            f"signing secret is too long (max {MAX_SECRET} characters)"
        )
    if not secret.startswith(PREFIX):
        return
    coded = secret.removeprefix(PREFIX)
    if not BASE64.fullmatch(coded):
        stray = NO_BASE64.search(coded)
        place = stray.start() if stray else len(coded)
        raise InvalidArgumentError(
            f"signing secret has {PREFIX} prefix but is not valid base64: "
            f"illegal base64 data at input byte {place}"
        )


def signed_headers(
    secret: str, message: str, seconds: int, body: bytes
) -> dict[str, str]:
    """Return the headers that prove a delivery; none without a secret."""
    if not secret:
        return {}
    signed = f"{message}.{seconds}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def _key(secret: str) -> bytes:
    if secret.startswith(PREFIX):
        return base64.b64decode(secret.removeprefix(PREFIX))
    return secret.encode()
