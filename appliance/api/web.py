"""The plain web surface as a whole: the page of an instance, feeds beside it."""

from collections.abc import Callable
from pathlib import Path

from quart import Quart

from appliance.api.core import Core
from appliance.api.feeds import add_feeds
from appliance.api.link_preview import LinkPreviews
from appliance.api.pages import Page
from appliance.api.site import Readiness, create_site


def create_web(
    core: Core, static: Path, readiness: Readiness, observe: Callable[[int], None]
) -> Quart:
    """Make it of what was built into a directory."""
    site = create_site(
        page=Page.load(static, core.configuration.base_path),
        readiness=readiness,
        observe=observe,
        settings=core.settings,
        previews=LinkPreviews(core).of,
    )
    add_feeds(site, core)
    return site
