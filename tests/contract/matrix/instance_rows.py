"""The rows of the instance, its providers and its files."""

from tests.clients import OK
from tests.contract.matrix import rules
from tests.contract.matrix.row import Row
from tests.contract.matrix.rules import MISSING, UNAUTHENTICATED, Caller, Cell
from tests.contract.matrix.scene import PROVIDER, Ask, Scene
from tests.wire import Json

PROVIDERS = "IdentityProviderService"
INVALID, UNSET = "invalid_argument", "failed_precondition"


def deleter(cell: Cell) -> str:
    """Let only the creator delete a single file; to all others it is not there."""
    if not cell.signed_in:
        return UNAUTHENTICATED
    return OK if cell.caller is Caller.OWNER else MISSING


def _setting(key: str) -> Ask:
    return lambda _scene: {"name": f"instance/settings/{key}"}


def _settings(key: str) -> Ask:
    return lambda _scene: {"names": [f"instance/settings/{key}"]}


async def _provider(scene: Scene) -> Json:
    return {"name": await scene.provider()}


async def _changed_provider(scene: Scene) -> Json:
    renamed = {"name": await scene.provider(), "title": "b"}
    return {"identityProvider": renamed, "updateMask": "title"}


def uploader(cell: Cell) -> str:
    """Let only who began an upload go on with it; to all others it is not there."""
    return deleter(cell)


def _new_upload(_scene: Scene) -> Json:
    return {"attachment": {"filename": "a.txt"}, "size": "1"}


async def _upload(scene: Scene) -> Json:
    return {"name": await scene.upload()}


async def _part(scene: Scene) -> Json:
    return {"name": await scene.upload(), "content": "YQ=="}


async def _complete(scene: Scene) -> Json:
    name = await scene.upload()
    await scene.as_owner("UploadService/UploadPart", name=name, content="YQ==")
    return {"name": name}


def _file(scene: Scene) -> Json:
    return {"name": f"attachments/{scene.placed.attachment.uid}"}


def _operations() -> tuple[Row, ...]:
    """Return the rows of backups and jobs, where no destination is set."""
    asked: dict[str, tuple[Json, str]] = {
        "GetOperations": ({}, OK),
        "ListBackups": ({}, OK),
        "CreateBackup": ({}, UNSET),
        "VerifyBackup": ({"name": "backups/none"}, INVALID),
        "DeleteBackup": ({"name": "backups/none"}, INVALID),
        "PruneBackups": ({}, UNSET),
        "RunDrill": ({}, UNSET),
        "GetJob": ({"name": "jobs/none"}, MISSING),
        "ListJobs": ({}, OK),
        "CancelJob": ({"name": "jobs/none"}, MISSING),
        "RunDoctor": ({}, OK),
        "GetBackupSchedule": ({}, OK),
        "UpdateBackupSchedule": ({"schedule": {}}, OK),
        "TestStorage": ({}, INVALID),
    }
    return tuple(
        Row(
            f"OperationsService/{rpc}",
            rules.administrator,
            _always(words),
            granted=code,
        )
        for rpc, (words, code) in asked.items()
    )


def _always(words: Json) -> Ask:
    return lambda _scene: words


INSTANCE_ROWS = (
    *_operations(),
    Row("AuditService/ListAuditEntries", rules.administrator, lambda _s: {}),
    Row("InstanceService/GetInstanceProfile", rules.anyone, lambda _s: {}),
    Row("InstanceService/GetInstanceSetting", rules.anyone, _setting("GENERAL")),
    Row("InstanceService/GetInstanceSetting", rules.anyone, _setting("MEMO_RELATED")),
    Row("InstanceService/GetInstanceSetting", rules.anyone, _setting("TAGS")),
    Row("InstanceService/GetInstanceSetting", rules.signed_in, _setting("AI")),
    *(
        Row(f"InstanceService/{rpc}", rules.administrator, ask(key))
        for key in ("STORAGE", "NOTIFICATION")
        for rpc, ask in (
            ("GetInstanceSetting", _setting),
            ("BatchGetInstanceSettings", _settings),
        )
    ),
    Row("InstanceService/BatchGetInstanceSettings", rules.anyone, _settings("GENERAL")),
    Row("InstanceService/BatchGetInstanceSettings", rules.signed_in, _settings("AI")),
    Row(
        "InstanceService/UpdateInstanceSetting",
        rules.administrator,
        lambda _s: {
            "setting": {"name": "instance/settings/GENERAL", "generalSetting": {}}
        },
    ),
    Row(
        "InstanceService/TestInstanceEmailSetting",
        rules.administrator,
        lambda _s: {},
        granted="invalid_argument",
    ),
    Row("InstanceService/GetInstanceStats", rules.administrator, lambda _s: {}),
    Row(f"{PROVIDERS}/ListIdentityProviders", rules.anyone, lambda _s: {}),
    Row(f"{PROVIDERS}/GetIdentityProvider", rules.signed_in, _provider),
    Row(
        f"{PROVIDERS}/CreateIdentityProvider",
        rules.administrator,
        lambda s: {
            "identityProvider": PROVIDER,
            "identityProviderId": s.fresh("idp"),
        },
    ),
    Row(f"{PROVIDERS}/UpdateIdentityProvider", rules.administrator, _changed_provider),
    Row(f"{PROVIDERS}/DeleteIdentityProvider", rules.administrator, _provider),
    Row(
        "AIService/Transcribe",
        rules.signed_in,
        lambda _s: {},
        granted="invalid_argument",
    ),
    Row(
        "AttachmentService/CreateAttachment",
        rules.signed_in,
        lambda _s: {"attachment": {"filename": "a.txt", "content": "YQ=="}},
    ),
    Row("AttachmentService/ListAttachments", rules.signed_in, lambda _s: {}),
    Row("AttachmentService/GetAttachment", rules.file, _file, memo=True),
    Row("AuditService/ListAuditEntries", rules.administrator, lambda _s: {}),
    Row("PageSettingsService/GetPageSettings", rules.anyone, lambda _s: {}),
    Row(
        "PageSettingsService/UpdatePageSettings",
        rules.administrator,
        lambda _s: {"pageSettings": {}},
    ),
    Row("AccessService/GetAccess", rules.administrator, lambda _s: {}),
    Row(
        "AccessService/UpdateAccess",
        rules.administrator,
        lambda s: {"access": {"mode": "PUBLIC" if s.cast.public else "PRIVATE"}},
    ),
    Row(
        "UploadService/UploadAttachment",
        rules.signed_in,
        lambda _s: {"attachment": {"filename": "a.txt", "content": "YQ=="}},
    ),
    Row("UploadService/GetUploadLimit", rules.signed_in, lambda _s: {}),
    Row("UploadService/CreateUpload", rules.signed_in, _new_upload),
    Row("UploadService/UploadPart", uploader, _part),
    Row("UploadService/GetUpload", uploader, _upload),
    Row("UploadService/CompleteUpload", uploader, _complete),
    Row("UploadService/CancelUpload", uploader, _upload),
    Row(
        "AttachmentService/UpdateAttachment",
        rules.owner_or_administrator,
        lambda s: {
            "attachment": {**_file(s), "filename": "b.txt"},
            "updateMask": "filename",
        },
        memo=True,
        changes=True,
    ),
    Row("AttachmentService/DeleteAttachment", deleter, _file, memo=True, changes=True),
    Row(
        "AttachmentService/BatchDeleteAttachments",
        rules.owner_or_administrator,
        lambda s: {"names": [_file(s)["name"]]},
        memo=True,
        changes=True,
    ),
)
