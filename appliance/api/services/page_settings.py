"""What the page may load from elsewhere; administrators decide it."""

import json
import re
from urllib.parse import urlsplit

from appliance.api import codec
from appliance.api.auth import require_principal
from appliance.api.codec import Form
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import page_settings_service_pb as pb
from appliance.api.masks import copy_paths
from appliance.errors import InvalidArgumentError
from appliance.models.instance import PAGE, InstanceSettings

MOST_HOSTS = 20
MOST_CHARACTERS = 500
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+(?::[0-9]{{1,5}})?")
_PLACES = ("{z}", "{x}", "{y}")


class PageSettingsService:
    """appliance.v1.PageSettingsService."""

    def __init__(self, settings: InstanceSettings) -> None:
        self._settings = settings

    async def get_page_settings(
        self, _request: pb.GetPageSettingsRequest, _ctx: RequestContext
    ) -> pb.PageSettings:
        """Answer what was decided."""
        stored = json.dumps(await self._settings.get(PAGE) or {})
        return codec.decode_json(stored.encode(), pb.PageSettings)

    async def update_page_settings(
        self, request: pb.UpdatePageSettingsRequest, ctx: RequestContext
    ) -> pb.PageSettings:
        """Decide it anew; it holds from the next load of the page on."""
        wanted = request.page_settings
        if wanted is None:
            raise InvalidArgumentError("page_settings are required")
        if request.update_mask and request.update_mask.paths:
            sent = wanted
            wanted = await self.get_page_settings(pb.GetPageSettingsRequest(), ctx)
            copy_paths(wanted, sent, request.update_mask.paths)
        _require_tiles(wanted.tile_url)
        if len(wanted.tile_attribution) > MOST_CHARACTERS:
            raise InvalidArgumentError("tile_attribution is too long")
        _require_hosts(wanted.embed_hosts)
        stored = json.loads(codec.encode(wanted, Form.CONNECT_JSON))
        await self._settings.set(PAGE, stored, require_principal().user_id)
        return wanted


def _require_tiles(url: str) -> None:
    """Raise unless an address of tiles is one that a policy can name exactly."""
    if not url:
        return
    host = urlsplit(url).netloc.removeprefix("{s}.")
    if (
        len(url) > MOST_CHARACTERS
        or not url.startswith("https://")
        or not _HOST.fullmatch(host)
        or any(place not in url for place in _PLACES)
        or not url.isprintable()
        or " " in url
    ):
        raise InvalidArgumentError(
            "tile_url is an address like https://tiles.example.org/{z}/{x}/{y}.png"
        )


def _require_hosts(hosts: list[str]) -> None:
    if len(hosts) > MOST_HOSTS or not all(map(_HOST.fullmatch, hosts)):
        raise InvalidArgumentError(
            f"embed_hosts are at most {MOST_HOSTS} names like www.example.org"
        )
