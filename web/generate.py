"""Regenerate `src/gen`, the page's clients, from the contract: `poe generate-page`.

With `--check` nothing is written: the script fails when the committed clients differ.
The page is loaded over slow lines, so its clients hold the calls it makes and the
messages these need, nothing else. protoc comes with grpcio-tools, the plugin from npm.
"""

# ruff: noqa: INP001 - a script of its own folder, no part of a package

import filecmp
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from google.protobuf import descriptor_pb2
from google.protobuf.message import Message

WEB = Path(__file__).parent
DESCRIPTOR = WEB.parent / "appliance" / "api" / "gen" / "descriptor.pb"
GEN = WEB / "src" / "gen"
PLUGIN = WEB / "node_modules" / ".bin" / "protoc-gen-es"
WELL_KNOWN = "google/protobuf/"
CALLS = {
    "appliance.v1.AccessService": {"GetAccess", "UpdateAccess"},
    "appliance.v1.MemoBatchService": {
        "ChangeMemos",
        "ExportMemos",
        "GetMemoBatch",
        "RenameTag",
        "UndoMemoBatch",
    },
    "appliance.v1.AuditService": {"ListAuditEntries"},
    "appliance.v1.OperationsService": {
        "CancelJob",
        "CreateBackup",
        "DeleteBackup",
        "GetOperations",
        "ListBackups",
        "RunDoctor",
        "RunDrill",
        "TestStorage",
        "UpdateBackupSchedule",
        "VerifyBackup",
    },
    "appliance.v1.OverviewService": {"GetOverview"},
    "appliance.v1.MemoEditService": {"EditMemo"},
    "appliance.v1.PageSettingsService": {"GetPageSettings", "UpdatePageSettings"},
    "appliance.v1.PeopleService": {"FindPeople"},
    "appliance.v1.SessionService": {"EndOtherSessions", "EndSession", "ListSessions"},
    "appliance.v1.TrashService": {
        "DeleteTrashedMemo",
        "ListTrashedMemos",
        "RestoreTrashedMemo",
    },
    "appliance.v1.UploadService": {
        "CancelUpload",
        "CompleteUpload",
        "CreateUpload",
        "GetUpload",
        "GetUploadLimit",
        "UploadPart",
    },
    "appliance.v1.WebhookService": {"ListWebhookDeliveries", "RedeliverWebhook"},
    "memos.api.v1.AIService": {"Transcribe"},
    "memos.api.v1.AttachmentService": {
        "BatchDeleteAttachments",
        "CreateAttachment",
        "DeleteAttachment",
        "GetAttachment",
        "ListAttachments",
    },
    "memos.api.v1.AuthService": {"GetCurrentUser", "RefreshToken", "SignIn", "SignOut"},
    "memos.api.v1.IdentityProviderService": {
        "CreateIdentityProvider",
        "DeleteIdentityProvider",
        "ListIdentityProviders",
        "UpdateIdentityProvider",
    },
    "memos.api.v1.InstanceService": {
        "GetInstanceProfile",
        "GetInstanceSetting",
        "TestInstanceEmailSetting",
        "UpdateInstanceSetting",
    },
    "memos.api.v1.MemoService": {
        "BatchGetLinkMetadata",
        "CreateMemo",
        "CreateMemoComment",
        "CreateMemoShare",
        "DeleteMemo",
        "DeleteMemoReaction",
        "DeleteMemoShare",
        "GetLinkMetadata",
        "GetMemo",
        "GetSharedMemo",
        "ListMemoComments",
        "ListMemoRelations",
        "ListMemoShares",
        "ListMemos",
        "SetMemoRelations",
        "UpdateMemo",
        "UpsertMemoReaction",
    },
    "memos.api.v1.ShortcutService": {
        "CreateShortcut",
        "DeleteShortcut",
        "ListShortcuts",
        "UpdateShortcut",
    },
    "memos.api.v1.UserService": {"GetUserSetting", "UpdateUserSetting"},
}
# Calls of services that the first screen loads for others: in a tree of their own, so
# that their messages do not weigh on it.
LATER_CALLS = {
    "memos.api.v1.UserService": {
        "BatchGetUsers",
        "CreateLinkedIdentity",
        "CreatePersonalAccessToken",
        "CreateUser",
        "CreateUserWebhook",
        "DeleteLinkedIdentity",
        "DeletePersonalAccessToken",
        "DeleteUser",
        "DeleteUserNotification",
        "DeleteUserWebhook",
        "GetUser",
        "GetUserWebhookSigningSecret",
        "ListLinkedIdentities",
        "ListPersonalAccessTokens",
        "ListUserNotifications",
        "ListUserWebhooks",
        "ListUsers",
        "UpdateUser",
        "UpdateUserNotification",
        "UpdateUserWebhook",
    },
}
LATER = "later"

Calls = Mapping[str, AbstractSet[str]]
File = descriptor_pb2.FileDescriptorProto
MessageType = descriptor_pb2.DescriptorProto


def keep_calls(file: File, calls: Calls) -> None:
    """Leave the services and methods of `calls`; routes of REST mean nothing here."""
    for service in file.service:
        wanted = calls.get(f"{file.package}.{service.name}", set())
        methods = [method for method in service.method if method.name in wanted]
        del service.method[:]
        service.method.extend(methods)
        for method in service.method:
            level = method.options.idempotency_level
            method.ClearField("options")
            method.options.idempotency_level = level
    services = [service for service in file.service if service.method]
    del file.service[:]
    file.service.extend(services)


def types_in(messages: list[MessageType], scope: str) -> Iterator[tuple[str, Message]]:
    """Yield every message and enum under its full name, nested ones too."""
    for message in messages:
        name = f"{scope}.{message.name}"
        yield name, message
        yield from ((f"{name}.{enum.name}", enum) for enum in message.enum_type)
        yield from types_in(list(message.nested_type), name)


def types_of(file: File) -> Iterator[tuple[str, Message]]:
    """Yield every message and enum of a file under its full name."""
    scope = f".{file.package}"
    yield from types_in(list(file.message_type), scope)
    yield from ((f"{scope}.{enum.name}", enum) for enum in file.enum_type)


def needed_types(files: list[File]) -> set[str]:
    """Return the full names of what the kept calls send and answer."""
    known: dict[str, Message] = {}
    queue: list[str] = []
    for file in files:
        known.update(types_of(file))
        for service in file.service:
            for method in service.method:
                queue += [method.input_type, method.output_type]
    needed: set[str] = set()
    while queue:
        name = queue.pop()
        if name in needed or name not in known:
            continue
        # A nested type needs the one around it.
        needed.add(name)
        queue.append(name.rpartition(".")[0])
        found = known[name]
        if isinstance(found, MessageType):
            queue += [field.type_name for field in found.field if field.type_name]
    return needed


def drop_unneeded(parent: File | MessageType, scope: str, needed: set[str]) -> None:
    """Remove the types of a file or a message that nothing needs."""
    nested = parent.message_type if isinstance(parent, File) else parent.nested_type
    messages = [one for one in nested if f"{scope}.{one.name}" in needed]
    enums = [one for one in parent.enum_type if f"{scope}.{one.name}" in needed]
    for message in messages:
        drop_unneeded(message, f"{scope}.{message.name}", needed)
    del nested[:]
    nested.extend(messages)
    del parent.enum_type[:]
    parent.enum_type.extend(enums)


def named_in(file: File) -> set[str]:
    """Return the full names of the types that a file's fields and methods mention."""
    found = set(mentions(list(file.message_type)))
    for service in file.service:
        for method in service.method:
            found |= {method.input_type, method.output_type}
    return found


def mentions(messages: list[MessageType]) -> Iterator[str]:
    """Yield the type of each field that has one of its own."""
    for message in messages:
        yield from (field.type_name for field in message.field if field.type_name)
        yield from mentions(list(message.nested_type))


def keep_imports(file: File, defined_in: dict[str, str]) -> None:
    """Leave the imports that are used once the rest is gone."""
    used = {defined_in[name] for name in named_in(file)}
    imports = [path for path in file.dependency if path in used]
    del file.dependency[:]
    file.dependency.extend(imports)
    del file.extension[:]
    file.ClearField("source_code_info")


def reduced(calls: Calls) -> descriptor_pb2.FileDescriptorSet:
    """Return the contract as far as some calls need it."""
    contract = descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTOR.read_bytes())
    files = [file for file in contract.file if not file.name.startswith(WELL_KNOWN)]
    rest = [file for file in contract.file if file.name.startswith(WELL_KNOWN)]
    for file in files:
        keep_calls(file, calls)
    needed = needed_types(files)
    for file in files:
        drop_unneeded(file, f".{file.package}", needed)
    defined_in = {
        name: file.name for file in contract.file for name, _ in types_of(file)
    }
    used = [file for file in files if file.message_type or file.enum_type]
    for file in used:
        keep_imports(file, defined_in)
    return descriptor_pb2.FileDescriptorSet(file=[*rest, *used])


def generate(target: Path) -> None:
    """Write all clients."""
    write_clients(target, CALLS)
    (target / LATER).mkdir()
    write_clients(target / LATER, LATER_CALLS)


def write_clients(target: Path, calls: Calls) -> None:
    """Write the clients of the contract, reduced to some calls."""
    contract = reduced(calls)
    names = [file.name for file in contract.file]
    with tempfile.NamedTemporaryFile(suffix=".pb") as described:
        described.write(contract.SerializeToString())
        described.flush()
        subprocess.run(  # noqa: S603 - our own arguments
            [
                *(sys.executable, "-m", "grpc_tools.protoc"),
                f"--descriptor_set_in={described.name}",
                f"--plugin=protoc-gen-es={PLUGIN}",
                f"--es_out={target}",
                "--es_opt=target=ts",
                *(name for name in names if not name.startswith(WELL_KNOWN)),
            ],
            check=True,
        )


def differences(left: Path, right: Path) -> list[str]:
    """Name the files that exist on one side only or differ."""
    names = {
        str(file.relative_to(side))
        for side in (left, right)
        for file in side.rglob("*.ts")
    }
    _, wrong, missing = filecmp.cmpfiles(left, right, names, shallow=False)
    return sorted([*wrong, *missing])


def main() -> None:
    """Write the clients anew, or compare them."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        generate(fresh)
        if "--check" in sys.argv[1:]:
            stale = differences(fresh, GEN)
            if stale:
                raise SystemExit(f"run `poe generate-page`: {', '.join(stale)}")
            return
        shutil.rmtree(GEN, ignore_errors=True)
        shutil.copytree(fresh, GEN)


if __name__ == "__main__":
    main()
