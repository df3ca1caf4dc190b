"""Files that come in one request."""

from appliance.api import converters
from appliance.api.auth import require_principal
from appliance.api.contract import RequestContext, RestContext
from appliance.api.files.intake import Draft, Intake
from appliance.api.gen.memos.api.v1 import attachment_service_pb as pb
from appliance.models.storage import Spool, Storages


class Creation:
    """The RPCs that store a file."""

    def __init__(self, *, intake: Intake, storages: Storages) -> None:
        self._intake = intake
        self._storages = storages

    async def create_attachment(
        self, request: pb.CreateAttachmentRequest, ctx: RequestContext
    ) -> pb.Attachment:
        """Store a file of the caller's; the answer does not tell the memo."""
        principal = require_principal()
        with await self._arrived(request, ctx) as spool:
            draft = Draft.of(request.attachment, request.attachment_id)
            attachment = await self._intake.take(draft, spool, principal)
        return converters.attachment(attachment, None)

    async def upload_attachment(
        self, request: pb.CreateAttachmentRequest, ctx: RequestContext
    ) -> pb.Attachment:
        """Store a file that came as a form."""
        return await self.create_attachment(request, ctx)

    async def _arrived(
        self, request: pb.CreateAttachmentRequest, ctx: RequestContext
    ) -> Spool:
        """Return the file: REST has put it aside, elsewhere it is in the message."""
        given = request.attachment.content if request.attachment else b""
        if isinstance(ctx, RestContext) and ctx.spool and not given:
            return ctx.spool
        spool = self._storages.spool((await self._storages.choice()).limit)
        try:
            await spool.write(given)
            return await spool.finish()
        except BaseException:
            spool.close()
            raise
