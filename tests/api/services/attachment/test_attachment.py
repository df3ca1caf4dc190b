"""The parts serve every RPC of both services."""

from appliance.api.services.attachment import attachment_service, upload_service
from tests.api.house import House

ATTACHMENTS = (
    *("create_attachment", "list_attachments", "get_attachment"),
    *("update_attachment", "delete_attachment", "batch_delete_attachments"),
)
UPLOADS = (
    *("upload_attachment", "create_upload", "upload_part", "get_upload"),
    *("complete_upload", "cancel_upload"),
)


def test_each_rpc_has_its_part(house: House) -> None:
    for parts, names in (
        (attachment_service(house.core), ATTACHMENTS),
        (upload_service(house.core), UPLOADS),
    ):
        for name in names:
            assert any(hasattr(part, name) for part in parts), name
