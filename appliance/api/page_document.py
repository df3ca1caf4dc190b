"""The page's document as this instance wants it, made anew when a setting changes.

An administrator's additional style and script become files of this origin, which the
document names with their digests. What the page may load from elsewhere is opened one
origin at a time.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import structlog

from appliance.api.link_preview import Preview
from appliance.api.pages import SECURITY, Page, content_security_policy
from appliance.models.instance import PAGE, InstanceSettings

_LOG = structlog.get_logger()
_HEAD_END = b"</head>"
_TITLE = re.compile(rb"<title>[^<]*</title>")


@dataclass(frozen=True, slots=True)
class Addition:
    """A file made of a setting; its name changes with its content."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """The document, how it may be used, and the files that only it has."""

    body: bytes
    etag: str
    security: Mapping[str, str] = field(default_factory=lambda: SECURITY)
    additions: Mapping[str, Addition] = field(default_factory=dict)

    def introduced(self, preview: Preview) -> "Document":
        """Return the document with the words of a link's preview."""
        body = _TITLE.sub(lambda _: preview.title_tag().encode(), self.body, count=1)
        body = body.replace(_HEAD_END, preview.meta_tags().encode() + _HEAD_END, 1)
        return replace(self, body=body, etag=_digest(body, self.etag))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings ask for."""

    style: str = ""
    script: str = ""
    tile_url: str = ""
    embed_hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, general: Mapping[str, Any], page: Mapping[str, Any]) -> "Wishes":
        """Read what is stored."""
        return cls(
            style=general.get("additionalStyle", ""),
            script=general.get("additionalScript", ""),
            tile_url=page.get("tileUrl", ""),
            embed_hosts=tuple(page.get("embedHosts", ())),
        )


class Documents:
    """Knows the document of the moment."""

    def __init__(self, page: Page, settings: InstanceSettings | None = None) -> None:
        self._page = page
        self._settings = settings
        self._wishes = Wishes()
        self._document = dress(page, self._wishes)

    async def current(self) -> Document:
        """Return the document; while the database is away, the last one known."""
        if self._settings is None:
            return self._document
        try:
            wishes = Wishes.of(
                await self._settings.get("GENERAL") or {},
                await self._settings.get(PAGE) or {},
            )
        except Exception as error:  # noqa: BLE001 - drivers have families of their own
            _LOG.warning("the page is shown with older settings", error=repr(error))
            return self._document
        if wishes != self._wishes:
            self._document, self._wishes = dress(self._page, wishes), wishes
        return self._document


def dress(page: Page, wishes: Wishes) -> Document:
    """Put into the page's document what an instance wants in it."""
    additions, tags = [], []
    if wishes.style.strip():
        style = _addition(wishes.style, "css", "text/css")
        additions.append(style)
        tags.append(
            f'<link rel="stylesheet" href="./{style.name}"'
            f' integrity="{_integrity(style.body)}">'
        )
    if wishes.script.strip():
        script = _addition(wishes.script, "js", "text/javascript")
        additions.append(script)
        tags.append(
            f'<script defer src="./{script.name}"'
            f' integrity="{_integrity(script.body)}"></script>'
        )
    body = page.document.replace(_HEAD_END, "".join(tags).encode() + _HEAD_END, 1)
    policy = content_security_policy(
        tiles=origin_of(wishes.tile_url),
        frames=[f"https://{host}" for host in wishes.embed_hosts],
    )
    return Document(
        body=body,
        etag=_digest(body, policy),
        security={**SECURITY, "Content-Security-Policy": policy},
        additions={addition.name: addition for addition in additions},
    )


def origin_of(url: str) -> str:
    """Return the origin of an address as a policy names it; `{s}` is any host there."""
    parts = urlsplit(url)
    if not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.replace('{s}.', '*.', 1)}"


def _addition(text: str, suffix: str, media_type: str) -> Addition:
    body = text.encode(errors="replace")
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Addition(
        f"assets/instance-{digest}.{suffix}", f"{media_type}; charset=utf-8", body
    )


def _digest(body: bytes, *more: str) -> str:
    return hashlib.sha256(body + "".join(more).encode()).hexdigest()[:20]


def _integrity(body: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(body).digest()).decode()}"
