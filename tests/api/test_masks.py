"""Parts of messages, named by paths."""

import pytest
from protobuf import Oneof

from appliance.api.gen.memos.api.v1 import idp_service_pb as idp
from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.api.masks import copy_paths
from appliance.errors import InvalidArgumentError

General = pb.InstanceSetting.GeneralSetting
Profile = General.CustomProfile


def provider(client_id: str, scopes: list[str]) -> idp.IdentityProvider:
    config = idp.OAuth2Config(client_id=client_id, scopes=scopes)
    return idp.IdentityProvider(
        title=client_id,
        config=idp.IdentityProviderConfig(config=Oneof("oauth2_config", config)),
    )


def config_of(message: idp.IdentityProvider) -> idp.OAuth2Config:
    assert message.config
    assert message.config.config
    return message.config.config.value


def test_only_what_is_named_is_copied() -> None:
    target = General(additional_script="a", additional_style="b")

    source = General(additional_script="x", additional_style="y")
    copy_paths(target, source, ["additional_style"])

    assert (target.additional_script, target.additional_style) == ("a", "y")


def test_what_is_absent_is_unset() -> None:
    target = General(additional_script="a", custom_profile=Profile(title="t"))

    copy_paths(target, General(), ["additional_script", "custom_profile"])

    assert target.additional_script == ""
    assert target.custom_profile is None


@pytest.mark.parametrize("path", ["custom_profile.logo_url", "customProfile.logoUrl"])
def test_path_leads_into_messages_in_either_spelling(path: str) -> None:
    target = General(custom_profile=Profile(title="t", logo_url="old"))

    copy_paths(target, General(custom_profile=Profile(logo_url="new")), [path])

    assert target.custom_profile == Profile(title="t", logo_url="new")


def test_path_makes_the_messages_it_leads_through() -> None:
    target = General()

    copy_paths(
        target, General(custom_profile=Profile(title="t")), ["custom_profile.title"]
    )

    assert target.custom_profile == Profile(title="t")


def test_path_into_an_absent_message_unsets() -> None:
    target = General(custom_profile=Profile(title="t", logo_url="l"))

    copy_paths(target, General(), ["custom_profile.title"])

    assert target.custom_profile == Profile(logo_url="l")


def test_path_leads_through_a_oneof() -> None:
    target = provider("old", ["a"])

    copy_paths(target, provider("new", ["b"]), ["config.oauth2_config.scopes"])

    assert config_of(target) == idp.OAuth2Config(client_id="old", scopes=["b"])
    assert target.title == "old"


@pytest.mark.parametrize(
    "path", ["colour", "", "additional_style.x", "custom_profile.colour", "."]
)
def test_unknown_path_is_refused(path: str) -> None:
    with pytest.raises(InvalidArgumentError, match="invalid update mask path"):
        copy_paths(General(), General(), [path])
