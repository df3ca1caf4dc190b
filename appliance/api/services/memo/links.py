"""Previews of links in memos."""

import asyncio
from collections.abc import Sequence

from appliance.api.contract import RequestContext
from appliance.api.gen.memos.api.v1 import memo_service_pb as pb
from appliance.api.outgoing.previews import Previews
from appliance.errors import InvalidArgumentError

MAX_URLS = 10


class Links:
    """The RPCs of MemoService that are about links to elsewhere."""

    def __init__(self, previews: Previews) -> None:
        self._previews = previews

    async def get_link_metadata(
        self, request: pb.GetLinkMetadataRequest, _ctx: RequestContext
    ) -> pb.LinkMetadata:
        """Answer what a page says about itself."""
        return (await self._load([request.url]))[0]

    async def batch_get_link_metadata(
        self, request: pb.BatchGetLinkMetadataRequest, _ctx: RequestContext
    ) -> pb.BatchGetLinkMetadataResponse:
        """The same for several pages; one that fails fails all."""
        if not request.urls:
            raise InvalidArgumentError("urls are required")
        if len(request.urls) > MAX_URLS:
            raise InvalidArgumentError(f"too many urls (max {MAX_URLS})")
        found = await self._load(request.urls)
        return pb.BatchGetLinkMetadataResponse(link_metadata=found)

    async def _load(self, given: Sequence[str]) -> list[pb.LinkMetadata]:
        urls = [url.strip() for url in given]
        if not all(urls):
            raise InvalidArgumentError("url is required")
        results = await asyncio.gather(
            *(self._previews.of(url) for url in urls), return_exceptions=True
        )
        found = []
        for url, facts in zip(urls, results, strict=True):
            if isinstance(facts, BaseException):
                raise facts
            found.append(
                pb.LinkMetadata(
                    url=url,
                    title=facts.title,
                    description=facts.description,
                    image=facts.image,
                )
            )
        return found
