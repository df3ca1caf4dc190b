"""Settings and identity providers that come with the deployment, as files.

They are read once, before anything else happens; a server with a faulty one does not
start. What they say stands before what is stored and cannot be changed over the API.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from appliance.api.codec import decode_json
from appliance.api.core import Core
from appliance.api.gen.appliance.v1 import deployment_pb as pb
from appliance.api.gen.memos.api.v1 import idp_service_pb as idp
from appliance.api.gen.memos.api.v1 import instance_service_pb as instance
from appliance.api.providers import provider_of
from appliance.api.resources import new_uid
from appliance.api.settings.keys import GENERAL, key_named
from appliance.errors import InvalidArgumentError
from appliance.models.instance import ACCESS_MODE, AccessMode
from appliance.models.provider import Provider

if TYPE_CHECKING:
    from protobuf import Message

PROVIDER_FILE = re.compile(r"memos-idp-(?P<label>.+)\.json")
SETTING_FILE = re.compile(r"memos-instance-setting-(?P<label>.+)\.json")
LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_BYTES = 1 << 20

Key = pb.DeploymentSetting.Key
REFUSED = frozenset({Key.INSTANCE_SETTING_KEY_UNSPECIFIED, Key.BASIC, Key.TAGS})
ALLOWED = [key.name for key in Key if key not in REFUSED]
MODES = {
    pb.DeploymentSetting.AccessMode.INSTANCE_ACCESS_MODE_PRIVATE: AccessMode.PRIVATE,
    pb.DeploymentSetting.AccessMode.INSTANCE_ACCESS_MODE_PUBLIC: AccessMode.PUBLIC,
}

M = TypeVar("M", bound="Message[Any]")


@dataclass(slots=True)
class Deployment:
    """What the files say: settings as they are stored, by name, and providers."""

    settings: dict[str, Any] = field(default_factory=dict, repr=False)
    providers: dict[str, Provider] = field(default_factory=dict)
    # Which file gave what, for the message about a second one.
    sources: dict[str, str] = field(default_factory=dict)

    def claim(self, what: str, file: str) -> None:
        """Note where something comes from; only one file may give it."""
        if what in self.sources:
            raise InvalidArgumentError(f"{what} is also in {self.sources[what]}")
        self.sources[what] = file


def read_deployment(folder: Path | None) -> Deployment:
    """Read every file, or raise one InvalidArgumentError that names every fault."""
    deployment = Deployment()
    faults: list[str] = []
    for file in _files(folder):
        try:
            _read_file(deployment, file)
        except InvalidArgumentError as error:
            faults.append(f"{file}: {error}")
    if faults:
        raise InvalidArgumentError("\n".join(faults))
    return deployment


async def provide(core: Core, deployment: Deployment) -> None:
    """Put the deployment before what is stored, unless it would lock people out."""
    core.settings.provide(deployment.settings)
    core.providers.provide(list(deployment.providers.values()))
    general = await core.settings.get(GENERAL.name) or {}
    if not general.get("disallowPasswordAuth") or await core.providers.all():
        return
    sentence = (
        "password authentication for regular users is disabled, and there is no "
        "identity provider: nobody but administrators could sign in"
    )
    file = deployment.sources.get(f"setting {GENERAL.name}")
    if file:
        raise InvalidArgumentError(f"{file}: {sentence}")
    structlog.get_logger().warning(sentence)


def _files(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        return
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise InvalidArgumentError(
            f"{folder} cannot be read: {error.strerror}"
        ) from error
    for name in names:
        if PROVIDER_FILE.fullmatch(name) or SETTING_FILE.fullmatch(name):
            yield folder / name


def _read_file(deployment: Deployment, file: Path) -> None:
    if found := SETTING_FILE.fullmatch(file.name):
        if not LABEL.fullmatch(found["label"]):
            raise InvalidArgumentError(
                "the name between memos-instance-setting- and .json must be lower-case "
                "letters and digits, in words joined by single hyphens"
            )
        _read_setting(deployment, file)
    elif found := PROVIDER_FILE.fullmatch(file.name):
        if not LABEL.fullmatch(found["label"]):
            # Older deployments have such names.
            structlog.get_logger().warning("unusual file name", file=str(file))
        _read_provider(deployment, file)


def _read_setting(deployment: Deployment, file: Path) -> None:
    setting = _parsed(file, pb.DeploymentSetting)
    if setting.key in REFUSED:
        raise InvalidArgumentError(f"key: must be one of {', '.join(ALLOWED)}")
    deployment.claim(f"setting {setting.key.name}", str(file))
    value = setting.value
    if setting.key is Key.ACCESS:
        deployment.settings[ACCESS_MODE] = _access_mode(setting)
        return
    key = key_named(setting.key.name)
    if value is None or value.field != key.field:
        raise InvalidArgumentError(f"{key.field}: is required for {key.name}")
    if isinstance(value.value, instance.InstanceSetting.AISetting):
        _refuse_answers(value.value)
    key.admit(value.value, key.parse(None))
    deployment.settings[key.name] = key.dump(value.value)


def _access_mode(setting: pb.DeploymentSetting) -> str:
    value = setting.value.value if setting.value else None
    mode = None
    if isinstance(value, pb.DeploymentSetting.AccessSetting):
        mode = MODES.get(value.access_mode)
    if mode is None:
        raise InvalidArgumentError(
            "access_setting.access_mode: must be INSTANCE_ACCESS_MODE_PRIVATE or "
            "INSTANCE_ACCESS_MODE_PUBLIC"
        )
    return str(mode)


def _refuse_answers(setting: instance.InstanceSetting.AISetting) -> None:
    """Refuse fields that only answers have: a file with them was meant otherwise."""
    for provider in setting.providers:
        if provider.api_key_set or provider.api_key_hint:
            raise InvalidArgumentError(
                "ai_setting.providers: api_key_set and api_key_hint are only answered"
            )


def _read_provider(deployment: Deployment, file: Path) -> None:
    given = _parsed(file, pb.DeploymentProvider)
    for field_name in ("uid", "name"):
        if not getattr(given, field_name).strip():
            raise InvalidArgumentError(f"{field_name}: is required")
    message = idp.IdentityProvider(
        title=given.name,
        type=given.type,
        identifier_filter=given.identifier_filter,
        config=given.config,
    )
    provider = provider_of(new_uid(given.uid), message)
    deployment.claim(f"identity provider {provider.uid}", str(file))
    deployment.providers[provider.uid] = provider


def _parsed(file: Path, kind: type[M]) -> M:
    """Read a file strictly: what is not understood may have been meant."""
    try:
        with file.open("rb") as opened:
            body = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidArgumentError(f"cannot be read: {error.strerror}") from error
    if len(body) > MAX_BYTES:
        raise InvalidArgumentError(f"is larger than {MAX_BYTES} bytes")
    # This refuses what is given twice, and the next what is unknown.
    decode_json(body, kind)
    try:
        return kind.from_json(body)
    except (ValueError, TypeError) as error:
        raise InvalidArgumentError(_place(str(error))) from error


def _place(reason: str) -> str:
    """Name the field first, as the library says it last."""
    head, found, key = reason.partition(" from JSON: key: ")
    if not found:
        return reason
    message = head.rpartition(".")[2]
    return f"{key.removesuffix(' is unknown')} is no field of {message}"
