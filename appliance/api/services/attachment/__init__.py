"""memos.api.v1.AttachmentService and appliance.v1.UploadService."""

from appliance.api.contract import Parts
from appliance.api.core import Core
from appliance.api.files.intake import Intake
from appliance.api.services.attachment.attachments import Attachments
from appliance.api.services.attachment.creation import Creation
from appliance.api.services.attachment.uploads import Uploads


def attachment_service(core: Core) -> Parts:
    """Make the parts of AttachmentService."""
    intake = Intake(database=core.database, storages=core.storages)
    return (
        Creation(intake=intake, storages=core.storages),
        Attachments(database=core.database),
    )


def upload_service(core: Core) -> Parts:
    """Make the parts of UploadService."""
    intake = Intake(database=core.database, storages=core.storages)
    return (
        Creation(intake=intake, storages=core.storages),
        Uploads(database=core.database, storages=core.storages, intake=intake),
    )
