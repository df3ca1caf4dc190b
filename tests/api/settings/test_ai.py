"""AI: keys are kept and never shown, names are unique, choices exist."""

from typing import Any

import pytest

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.settings.ai import Provider, Setting, Type, admit, hint, redact
from appliance.errors import InvalidArgumentError

Transcription = pb.InstanceSetting.TranscriptionConfig
KEY = "sk-1234567890abcdef"


def provider(uid: str = "one", **fields: Any) -> Provider:
    return Provider(**{"id": uid, "type": Type.OPENAI, "api_key": KEY, **fields})


def refusal(value: Setting, stored: Setting | None = None) -> str:
    with pytest.raises(InvalidArgumentError) as raised:
        admit(value, stored or Setting())
    return str(raised.value).removeprefix("invalid AI setting: ")


def test_blank_key_keeps_the_stored_one() -> None:
    value = Setting(providers=[provider(api_key="", title="renamed")])

    admit(value, Setting(providers=[provider()]))

    assert value.providers == [provider(title="renamed")]


def test_key_of_another_is_not_kept() -> None:
    value = Setting(providers=[provider("two", api_key="")])

    message = refusal(value, Setting(providers=[provider()]))

    assert message == 'provider "two" API key is required'


def test_provider_speaks_a_known_language() -> None:
    unknown = provider(type=Type.UNSPECIFIED)

    assert refusal(Setting(providers=[unknown])) == (
        'provider "one" has unsupported type'
    )


def test_provider_has_a_name_of_its_own() -> None:
    assert refusal(Setting(providers=[provider(), provider(" one ")])) == (
        'duplicate provider ID "one"'
    )
    value = Setting(providers=[provider(""), provider("")])
    admit(value, Setting())
    first, second = value.providers
    assert first.id
    assert first.id != second.id


def test_transcription_stays_until_another_is_given() -> None:
    chosen = Transcription(provider_id="one", model="m")
    stored = Setting(providers=[provider()], transcription=chosen)
    kept, given = (
        Setting(providers=[provider()]),
        Setting(transcription=Transcription()),
    )

    admit(kept, stored)
    admit(given, stored)

    assert kept.transcription == chosen
    assert given.transcription == Transcription()


def test_transcription_is_by_a_provider_that_exists() -> None:
    value = Setting(
        providers=[provider()], transcription=Transcription(provider_id="none")
    )

    assert refusal(value) == (
        'transcription provider_id "none" does not reference any configured provider'
    )
    stored = Setting(transcription=Transcription(provider_id="one"))
    assert '"one" does not reference' in refusal(Setting(), stored)


def test_answers_are_not_stored() -> None:
    value = Setting(providers=[provider(api_key_set=True, api_key_hint="x")])

    admit(value, Setting())

    assert value.providers == [provider()]


def test_key_is_shown_by_its_ends() -> None:
    value = Setting(providers=[provider()])

    redact(value, is_admin=True)

    shown = provider(api_key="", api_key_set=True, api_key_hint="sk-1...cdef")
    assert value.providers == [shown]


@pytest.mark.parametrize(
    ("key", "shown"),
    [("", ""), ("k", "****"), ("12345678", "****"), ("123456789", "1234...6789")],
)
def test_hint_of_a_short_key_gives_nothing_away(key: str, shown: str) -> None:
    assert hint(key) == shown


def test_users_see_only_who_transcribes() -> None:
    chosen = Transcription(provider_id="one", model="m", language="de", prompt="p")
    for is_admin, seen in ((True, chosen), (False, Transcription(provider_id="one"))):
        value = Setting(transcription=Transcription.from_binary(chosen.to_binary()))
        redact(value, is_admin=is_admin)
        assert value.transcription == seen
