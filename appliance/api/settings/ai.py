"""AI: services that write down speech, each with a key that nobody reads back."""

import shortuuid

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.errors import InvalidArgumentError

Setting = pb.InstanceSetting.AISetting
Provider = pb.InstanceSetting.AIProviderConfig
Type = pb.InstanceSetting.AIProviderType

PLACE = "invalid AI setting: "
# Of a key, this much at both ends is shown; a short one would show too much.
SHOWN = 4


def admit(value: Setting, stored: Setting) -> None:
    """Check the providers; a blank key and an absent transcription stay as they are."""
    keys = {provider.id: provider.api_key for provider in stored.providers}
    seen: set[str] = set()
    for provider in value.providers:
        _admit_provider(provider, keys)
        if provider.id in seen:
            raise InvalidArgumentError(f'{PLACE}duplicate provider ID "{provider.id}"')
        seen.add(provider.id)
    value.transcription = value.transcription or stored.transcription
    chosen = value.transcription.provider_id if value.transcription else ""
    if chosen and chosen not in seen:
        raise InvalidArgumentError(
            f'{PLACE}transcription provider_id "{chosen}" does not reference any '
            "configured provider"
        )


def redact(value: Setting, *, is_admin: bool) -> None:
    """Show of a key that it is there and its ends; of a transcription only by whom."""
    for provider in value.providers:
        key, provider.api_key = provider.api_key, ""
        provider.api_key_set = bool(key)
        provider.api_key_hint = hint(key)
    if value.transcription and not is_admin:
        value.transcription = pb.InstanceSetting.TranscriptionConfig(
            provider_id=value.transcription.provider_id
        )


def hint(key: str) -> str:
    """Return enough of a key to tell it from others."""
    if len(key) <= 2 * SHOWN:
        return "****" if key else ""
    return f"{key[:SHOWN]}...{key[-SHOWN:]}"


def _admit_provider(provider: Provider, keys: dict[str, str]) -> None:
    provider.id = provider.id.strip() or shortuuid.uuid()
    if provider.type not in {Type.OPENAI, Type.GEMINI}:
        raise InvalidArgumentError(
            f'{PLACE}provider "{provider.id}" has unsupported type'
        )
    provider.api_key = provider.api_key or keys.get(provider.id, "")
    if not provider.api_key:
        raise InvalidArgumentError(
            f'{PLACE}provider "{provider.id}" API key is required'
        )
    provider.api_key_set = False
    provider.api_key_hint = ""
