"""Files that come in parts."""

from functools import partial
from typing import TYPE_CHECKING

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api import codec, converters
from appliance.api.auth import require_principal
from appliance.api.codec import Form
from appliance.api.contract import RequestContext
from appliance.api.files.intake import Draft, Intake
from appliance.api.gen.appliance.v1 import upload_service_pb as pb
from appliance.api.gen.memos.api.v1 import attachment_service_pb as files_pb
from appliance.api.resources import uid_of
from appliance.errors import FailedPreconditionError, InvalidArgumentError
from appliance.models.arriving import LIFETIME, Arriving
from appliance.models.database import Database, Transaction
from appliance.models.storage import Spool, Storages
from appliance.models.storage.spool import TOO_LARGE
from appliance.models.upload import Upload

if TYPE_CHECKING:
    from appliance.models.attachment import Blob


class Uploads:
    """The RPCs of UploadService that are about parts."""

    def __init__(
        self, *, database: Database, storages: Storages, intake: Intake
    ) -> None:
        self._database = database
        self._storages = storages
        self._intake = intake

    async def get_upload_limit(
        self, _request: pb.GetUploadLimitRequest, _ctx: RequestContext
    ) -> pb.UploadLimit:
        """Say how large a file may be."""
        require_principal()
        return pb.UploadLimit(size=(await self._storages.choice()).limit)

    async def create_upload(
        self, request: pb.CreateUploadRequest, _ctx: RequestContext
    ) -> pb.Upload:
        """Begin a file; what would be refused at its end is refused now."""
        principal = require_principal()
        wanted = request.attachment
        draft = Draft.of(wanted, request.attachment_id)
        if wanted is None or wanted.content or request.size < 0:
            raise InvalidArgumentError("an upload has a size and no content so far")
        if request.size > (await self._storages.choice()).limit:
            raise InvalidArgumentError(TOO_LARGE)
        await self._intake.check(draft, principal)
        planned = files_pb.CreateAttachmentRequest(
            attachment=_chosen(wanted), attachment_id=draft.uid
        )
        text = codec.encode(planned, Form.CONNECT_JSON).decode()
        return _answer(await self._own().begin(text, request.size))

    async def upload_part(
        self, request: pb.UploadPartRequest, _ctx: RequestContext
    ) -> pb.Upload:
        """Take the next part."""
        uid = _uid(request.name)
        return _answer(await self._own().add(uid, request.offset, request.content))

    async def get_upload(
        self, request: pb.GetUploadRequest, _ctx: RequestContext
    ) -> pb.Upload:
        """Say how far a file has come."""
        return _answer(await self._own().find(_uid(request.name)))

    async def complete_upload(
        self, request: pb.CompleteUploadRequest, _ctx: RequestContext
    ) -> files_pb.Attachment:
        """Make an attachment of a file that is all there."""
        own = self._own()
        upload = await own.find(_uid(request.name))
        if upload.received != upload.size:
            raise FailedPreconditionError(
                f"{upload.received} of {upload.size} bytes have come"
            )
        planned = _planned(upload)
        draft = Draft.of(planned.attachment, planned.attachment_id)
        ended: list[Blob] = []

        async def end(transaction: Transaction) -> None:
            ended.append(await own.end(transaction, upload))

        with await self._gathered(own, upload) as spool:
            taken = await self._intake.take(draft, spool, require_principal(), end)
        for blob in ended:
            await self._storages.erase(blob)
        return converters.attachment(taken, None)

    async def cancel_upload(
        self, request: pb.CancelUploadRequest, _ctx: RequestContext
    ) -> Empty:
        """Forget a file that is not wanted any more."""
        await self._storages.erase(await self._own().cancel(_uid(request.name)))
        return Empty()

    def _own(self) -> Arriving:
        return Arriving(self._database, require_principal().user_id)

    async def _gathered(self, own: Arriving, upload: Upload) -> Spool:
        spool = self._storages.spool()
        try:
            async for chunk in own.read(upload):
                await spool.write(chunk)
            return await spool.finish()
        except BaseException:
            spool.close()
            raise


_uid = partial(uid_of, collection="uploads", noun="upload")


def _chosen(wanted: files_pb.Attachment) -> files_pb.Attachment:
    """Return what clients choose. A time need not even be one that can be written."""
    return files_pb.Attachment(
        filename=wanted.filename,
        type=wanted.type,
        memo=wanted.memo if wanted.has_field("memo") else None,
        motion_media=wanted.motion_media,
    )


def _planned(upload: Upload) -> files_pb.CreateAttachmentRequest:
    return codec.decode_json(
        upload.attachment.encode(), files_pb.CreateAttachmentRequest
    )


def _answer(upload: Upload) -> pb.Upload:
    return pb.Upload(
        name=f"uploads/{upload.uid}",
        attachment=_planned(upload).attachment,
        size=upload.size,
        received=upload.received,
        create_time=converters.time(upload.create_time),
        expire_time=converters.time(upload.update_time + LIFETIME),
    )
