"""What a link to a note tells those who preview it: what a stranger may read.

The words depend on the path alone, so every visitor gets the same document.
"""

import html
import re
import time
from dataclasses import dataclass
from urllib.parse import quote

import structlog

from appliance.api.core import Core
from appliance.errors import ApplianceError
from appliance.models import published, reads
from appliance.models.base import State
from appliance.models.instance import AccessMode
from appliance.models.share import find_shared

_MEMO = re.compile(r"memos/([A-Za-z0-9-]{1,36})")
_SHARE = re.compile(r"memos/shares/([A-Za-z0-9-]{1,36})")
SITE = "Memos"
_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Preview:
    """A title, and what the head of the document says besides."""

    title: str
    description: str
    site: str
    url: str = ""
    image: str = ""
    is_secret: bool = False

    def title_tag(self) -> str:
        """Return the title of the document."""
        return f"<title>{html.escape(self.title)}</title>"

    def meta_tags(self) -> str:
        """Return what readers of Open Graph look for."""
        facts = {
            "og:type": "article",
            "og:site_name": self.site,
            "og:title": self.title,
            "og:description": self.description,
            "og:url": self.url,
            "og:image": self.image,
        }
        tags = [
            f'<meta property="{name}" content="{html.escape(text)}">'
            for name, text in facts.items()
            if text
        ]
        if self.is_secret:
            # Whoever has the link may read it; nobody shall find it by searching.
            tags.append('<meta name="robots" content="noindex">')
        return "".join(tags)


class LinkPreviews:
    """Finds what may be said of the note that a path leads to."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def of(self, path: str) -> Preview | None:
        """Return the preview of a path; None where nothing is to be said."""
        try:
            if shared := _SHARE.fullmatch(path):
                return await self._shared(shared[1])
            if named := _MEMO.fullmatch(path):
                return await self._public(named[1], path)
        except ApplianceError:
            # It is not there, or not for strangers: the page says so itself.
            return None
        except Exception as error:  # noqa: BLE001 - drivers have families of their own
            _LOG.warning("a page is shown without its preview", error=repr(error))
        return None

    async def _shared(self, token: str) -> Preview | None:
        memo_id = await find_shared(self._core.database, token, int(time.time()))
        if memo_id is None:
            return None
        line = await reads.lineage(self._core.database, memo_id)
        if not line or any(each.state == State.ARCHIVED for each in line):
            return None
        return await self._preview(memo_id, is_secret=True)

    async def _public(self, uid: str, path: str) -> Preview | None:
        if await self._core.settings.access_mode() is not AccessMode.PUBLIC:
            return None
        place = await reads.find_readable(self._core.database, None, uid=uid)
        base = self._core.configuration.instance_url
        url = f"{base}/{path}" if base else ""
        image = await self._image(place.id) if base else ""
        return await self._preview(place.id, url=url, image=image)

    async def _preview(
        self, memo_id: int, *, url: str = "", image: str = "", is_secret: bool = False
    ) -> Preview | None:
        rows = await self._core.database.read(
            "SELECT title, snippet FROM appliance_memo WHERE id = ?", (memo_id,)
        )
        if not rows:
            return None
        site = await self._site()
        snippet = rows[0]["snippet"]
        title = rows[0]["title"] or snippet or site
        return Preview(title, snippet, site, url, image, is_secret)

    async def _site(self) -> str:
        general = await self._core.settings.get("GENERAL") or {}
        return str((general.get("customProfile") or {}).get("title") or SITE)

    async def _image(self, memo_id: int) -> str:
        """Return the address of the picture that comes first, if one does."""
        found = await published.first_attachments(self._core.database, [memo_id])
        file = found.get(memo_id)
        if file is None or not file["type"].startswith("image/"):
            return ""
        if file["external_link"]:
            return str(file["external_link"])
        base = self._core.configuration.instance_url
        name = quote(file["filename"], safe="")
        return f"{base}/file/attachments/{file['uid']}/{name}"
