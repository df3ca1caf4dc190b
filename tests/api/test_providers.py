"""Providers as messages: whole for their keeper, without secrets for everybody."""

import json
from typing import Any

import pytest

from appliance.api.codec import Form, decode_json, encode
from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.api.providers import (
    config_of,
    provider_of,
    shown_message,
    whole_message,
    with_kept_secret,
)
from appliance.errors import InvalidArgumentError
from appliance.models.provider import Provider

CONFIG: dict[str, Any] = {
    "clientId": "id",
    "clientSecret": "top-secret",
    "authUrl": "https://id.example/auth?x=1",
    "tokenUrl": "http://10.0.0.1:8443/token",
    "userInfoUrl": "http://[::1]/me",
    "scopes": ["openid"],
    "fieldMapping": {"identifier": "sub", "email": "mail"},
}
WIRE: dict[str, Any] = {
    "type": "OAUTH2",
    "title": "Home",
    "identifierFilter": "@example\\.org$",
    "config": {"oauth2Config": CONFIG},
}


def message(wire: dict[str, Any]) -> pb.IdentityProvider:
    return decode_json(json.dumps(wire).encode(), pb.IdentityProvider)


def test_message_is_stored_and_comes_back() -> None:
    provider = provider_of("home", message(WIRE))

    assert provider.config == CONFIG
    assert config_of(provider).client_secret == "top-secret"
    named = message(WIRE | {"name": "identity-providers/home"})
    assert whole_message(provider) == named


def test_shown_message_has_no_secret() -> None:
    text = encode(shown_message(provider_of("home", message(WIRE))), Form.BINARY)

    assert b"top-secret" not in text
    assert b"@example" in text


def test_blank_secret_keeps_the_stored_one() -> None:
    stored = provider_of("home", message(WIRE))
    blank = {**CONFIG, "clientSecret": "", "clientId": "new"}
    sent = provider_of("home", message(WIRE | {"config": {"oauth2Config": blank}}))

    kept = with_kept_secret(sent, stored)

    assert (kept.config["clientSecret"], kept.config["clientId"]) == (
        "top-secret",
        "new",
    )
    assert with_kept_secret(stored, sent) == stored


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " "}, "title"),
        ({"type": "TYPE_UNSPECIFIED"}, "type"),
        ({"identifierFilter": "a("}, "identifier_filter"),
        ({"config": {}}, "config"),
    ],
)
def test_what_cannot_work_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidArgumentError, match=reason):
        provider_of("home", message(WIRE | change))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"clientId": ""}, "client_id"),
        ({"authUrl": ""}, "auth_url"),
        ({"authUrl": "javascript:alert(1)"}, "auth_url"),
        ({"tokenUrl": "file:///etc/passwd"}, "token_url"),
        ({"tokenUrl": "//id.example/token"}, "token_url"),
        ({"userInfoUrl": "https://"}, "user_info_url"),
        ({"userInfoUrl": "https://a:b/"}, "user_info_url"),
        ({"userInfoUrl": "https://[::1/"}, "user_info_url"),
        ({"fieldMapping": {"email": "mail"}}, "field_mapping.identifier"),
        ({"fieldMapping": None}, "field_mapping.identifier"),
    ],
)
def test_config_that_cannot_work_is_refused(
    change: dict[str, Any], reason: str
) -> None:
    config = {"oauth2Config": CONFIG | change}
    with pytest.raises(InvalidArgumentError, match=reason):
        provider_of("home", message(WIRE | {"config": config}))


def test_row_of_unknown_type_is_shown() -> None:
    odd = Provider(uid="odd", type=9, title="", identifier_filter="", config={})

    assert shown_message(odd).type is pb.IdentityProvider.Type.UNSPECIFIED
