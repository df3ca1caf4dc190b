"""What the STORAGE setting says: where new files go, and how large they may be.

The setting is kept as the wire spells it; numbers of 64 bits may come as text.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

SETTING = "STORAGE"
DATABASE, LOCAL, S3 = "DATABASE", "LOCAL", "S3"
DEFAULT_TEMPLATE = "assets/{timestamp}_{uuid}_{filename}"
MEBIBYTE = 1 << 20
DEFAULT_LIMIT = 30 * MEBIBYTE
# What an administrator who saved no limit gets.
UNLIMITED_LIMIT = 32 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket and the key to it. Printing it shows no secret."""

    access_key_id: str
    access_key_secret: str
    endpoint: str
    region: str
    bucket: str
    use_path_style: bool
    insecure_skip_tls_verify: bool

    @classmethod
    def from_wire(cls, config: Mapping[str, Any]) -> Self:
        """Read the setting's part about S3."""
        return cls(
            access_key_id=config.get("accessKeyId", ""),
            access_key_secret=config.get("accessKeySecret", ""),
            endpoint=config.get("endpoint", ""),
            region=config.get("region", ""),
            bucket=config.get("bucket", ""),
            use_path_style=bool(config.get("usePathStyle")),
            insecure_skip_tls_verify=bool(config.get("insecureSkipTlsVerify")),
        )

    def __repr__(self) -> str:
        return f"Bucket({self.name})"

    @property
    def name(self) -> str:
        """What blobs in it are marked with: it holds while keys are rotated."""
        place = f"{self.endpoint}\0{self.region}\0{self.bucket}"
        return f"s3-{hashlib.sha256(place.encode()).hexdigest()[:16]}"

    def kept(self) -> dict[str, Any]:
        """Return what is kept, so that a later setting does not orphan its blobs."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StorageChoice:
    """The setting, with every default filled in."""

    kind: str = LOCAL
    template: str = DEFAULT_TEMPLATE
    limit: int = DEFAULT_LIMIT
    bucket: Bucket | None = None

    @classmethod
    def from_setting(cls, value: Mapping[str, Any] | None) -> Self:
        """Read the stored setting; None: it was never saved."""
        if value is None:
            return cls()
        kind = value.get("storageType")
        megabytes = int(value.get("uploadSizeLimitMb") or 0)
        config = value.get("s3Config")
        return cls(
            kind=kind if kind in (DATABASE, S3) else LOCAL,
            template=value.get("filepathTemplate") or DEFAULT_TEMPLATE,
            limit=megabytes * MEBIBYTE if megabytes > 0 else UNLIMITED_LIMIT,
            bucket=Bucket.from_wire(config) if config else None,
        )
