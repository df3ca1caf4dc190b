"""STORAGE: where the bytes of new attachments go, and how many one may have."""

from appliance.api.gen.memos.api.v1 import instance_service_pb as pb
from appliance.errors import InvalidArgumentError

Setting = pb.InstanceSetting.StorageSetting

DEFAULT_TEMPLATE = "assets/{timestamp}_{uuid}_{filename}"
DEFAULT_LIMIT_MB = 30


def admit(value: Setting, stored: Setting) -> None:
    """Keep the secret of S3 when it is left blank."""
    if value.upload_size_limit_mb < 0:
        raise InvalidArgumentError("upload_size_limit_mb must not be negative")
    if value.s3_config and stored.s3_config and not value.s3_config.access_key_secret:
        value.s3_config.access_key_secret = stored.s3_config.access_key_secret


def complete(value: Setting) -> None:
    """Put in what holds where nothing was chosen."""
    value.storage_type = value.storage_type or Setting.StorageType.LOCAL
    value.filepath_template = value.filepath_template or DEFAULT_TEMPLATE
    value.upload_size_limit_mb = value.upload_size_limit_mb or DEFAULT_LIMIT_MB


def redact(value: Setting, *, is_admin: bool) -> None:  # noqa: ARG001 - nobody reads the secret
    """Take the secret of S3 out."""
    if value.s3_config:
        value.s3_config.access_key_secret = ""
