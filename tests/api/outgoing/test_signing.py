"""Signatures of deliveries, checked the way a receiver checks them."""

import base64
import hashlib
import hmac

import pytest

from appliance.api.outgoing.signing import check_secret, new_secret, signed_headers
from appliance.errors import InvalidArgumentError

CODED = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()


@pytest.mark.parametrize(
    ("secret", "key"), [(CODED, b"0123456789abcdef"), ("plain-secret", b"plain-secret")]
)
def test_receiver_finds_the_same_signature(secret: str, key: bytes) -> None:
    headers = signed_headers(secret, "msg_1", 1_700_000_000, b'{"a":1}')
    digest = hmac.new(key, b'msg_1.1700000000.{"a":1}', hashlib.sha256).digest()
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1700000000",
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def test_example_of_the_standard() -> None:
    headers = signed_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers["webhook-signature"] == signature


def test_without_a_secret_nothing_is_signed() -> None:
    assert signed_headers("", "msg_1", 1, b"") == {}


def test_fresh_secrets_are_long_and_different() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
    check_secret(first)


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("a\nb", "invalid character"),
        ("ä", "invalid character"),
        ("a\x7f", "invalid character"),
        ("whsec_***", "illegal base64 data at input byte 0"),
        ("whsec_MDE", "illegal base64 data at input byte 3"),
        ("whsec_MDEy=", "is not valid base64"),
        ("whsec_MDEyMw=", "is not valid base64"),
        ("whsec_MD=y", "is not valid base64"),
        ("x" * 1025, "too long"),
    ],
)
def test_secrets_that_cannot_work_are_refused(secret: str, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        check_secret(secret)


@pytest.mark.parametrize("secret", ["", " ", "~", "whsec_", "whsec_MDEy", "a b"])
def test_other_secrets_pass(secret: str) -> None:
    check_secret(secret)
