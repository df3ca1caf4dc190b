"""Identity providers between their messages and what is stored of them."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from protobuf import Oneof

from appliance.api.codec import Form, decode_json, encode
from appliance.api.gen.memos.api.v1 import idp_service_pb as pb
from appliance.errors import InvalidArgumentError
from appliance.models.provider import Provider
from appliance.models.regexp import PatternError, compiled

Message = pb.IdentityProvider
OAUTH2 = pb.IdentityProvider.Type.OAUTH2
# Older rows may be of a type that was never said.
TYPES = {int(kind): kind for kind in pb.IdentityProvider.Type}


def config_of(provider: Provider) -> pb.OAuth2Config:
    """Return how to talk to a provider, with the secret."""
    return decode_json(json.dumps(provider.config).encode(), pb.OAuth2Config)


def whole_message(provider: Provider) -> Message:
    """Return a provider with its secret, to change it."""
    oneof: Oneof[Any, Any] = Oneof("oauth2_config", config_of(provider))
    return Message(
        name=provider.name,
        type=TYPES.get(provider.type, TYPES[0]),
        title=provider.title,
        identifier_filter=provider.identifier_filter,
        config=pb.IdentityProviderConfig(config=oneof),
    )


def shown_message(provider: Provider) -> Message:
    """Return a provider as everybody may see it."""
    message = whole_message(provider)
    if config := oauth2_config(message):
        config.client_secret = ""
    return message


def oauth2_config(message: Message) -> pb.OAuth2Config | None:
    """Return the configuration inside a message, if there is one."""
    config = message.config.config if message.config else None
    return config.value if config else None


def provider_of(uid: str, message: Message) -> Provider:
    """Return what is stored of a message; InvalidArgumentError if it cannot work."""
    if not message.title.strip():
        raise InvalidArgumentError("title is required")
    if message.type != OAUTH2:
        raise InvalidArgumentError("type must be OAUTH2")
    _check_filter(message.identifier_filter)
    config = oauth2_config(message)
    if config is None:
        raise InvalidArgumentError("config.oauth2_config is required")
    _check_config(config)
    return Provider(
        uid=uid,
        type=int(message.type),
        title=message.title,
        identifier_filter=message.identifier_filter,
        config=json.loads(encode(config, Form.CONNECT_JSON)),
    )


def with_kept_secret(provider: Provider, stored: Provider) -> Provider:
    """Return a provider that keeps the stored secret where none was given."""
    if provider.config.get("clientSecret") or not stored.config.get("clientSecret"):
        return provider
    secret = {"clientSecret": stored.config["clientSecret"]}
    return replace(provider, config={**provider.config, **secret})


def _check_filter(pattern: str) -> None:
    try:
        compiled(pattern)
    except PatternError as error:
        raise InvalidArgumentError(f"invalid identifier_filter: {error}") from error


def _check_config(config: pb.OAuth2Config) -> None:
    if not config.client_id:
        raise InvalidArgumentError("client_id is required")
    for field in ("auth_url", "token_url", "user_info_url"):
        if not _is_address(getattr(config, field)):
            raise InvalidArgumentError(f"{field} must be an http or https address")
    if not (config.field_mapping and config.field_mapping.identifier):
        raise InvalidArgumentError("field_mapping.identifier is required")


def _is_address(text: str) -> bool:
    try:
        url = urlsplit(text)
        # Reading the port is what checks it.
        _ = url.port
    except ValueError:
        return False
    return url.scheme in {"http", "https"} and bool(url.hostname)
