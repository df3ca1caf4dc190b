"""The state of the instance and its backups, for administrators.

What is answered comes as the wire's JSON from whoever looks after the instance; here it
becomes messages.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from protobuf.wkt.google.protobuf.empty_pb import Empty

from appliance.api.auth import require_principal
from appliance.api.codec import Form, decode_json, encode
from appliance.api.contract import RequestContext
from appliance.api.gen.appliance.v1 import operations_service_pb as pb
from appliance.api.gen.memos.api.v1 import instance_service_pb as instance_pb
from appliance.api.masks import copy_paths
from appliance.api.resources import Page, digest, uid_of
from appliance.api.settings.keys import STORAGE
from appliance.errors import InvalidArgumentError
from appliance.models.instance import InstanceSettings
from appliance.models.listing import Cursor

if TYPE_CHECKING:
    from protobuf import Message

Facts = dict[str, Any]
M = TypeVar("M", bound="Message[Any]")


class Operations(Protocol):
    """Whoever looks after the instance. Answers are JSON in the wire's spelling."""

    async def status(self) -> Facts:
        """Return `Operations`, at a cost that does not grow with the instance."""
        ...

    async def backups(self, place: str = "") -> Facts:
        """Return `ListBackupsResponse`."""
        ...

    async def create(self, places: Sequence[str], actor_id: int | None) -> Facts:
        """Ask for a backup and return the `Job`."""
        ...

    async def verify(self, backup: str, place: str, actor_id: int | None) -> Facts:
        """Ask for a proof and return the `Job`."""
        ...

    async def drill(self, place: str, actor_id: int | None) -> Facts:
        """Ask for a rehearsal and return the `Job`."""
        ...

    async def prune(self, *, dry_run: bool, actor_id: int | None) -> Facts:
        """Ask to let go of old backups and return the `Job`."""
        ...

    async def delete(self, backup: str, place: str) -> None:
        """Remove a backup."""
        ...

    async def jobs(
        self, before: int | None, skip: int, limit: int
    ) -> tuple[list[Facts], int]:
        """Return each `Job` of a page, and the key of the last."""
        ...

    async def job(self, uid: str) -> Facts:
        """Return a `Job`."""
        ...

    async def cancel(self, uid: str) -> Facts:
        """Let a job end, and return the `Job`."""
        ...

    async def examine(self) -> Facts:
        """Return a `DoctorReport`."""
        ...

    async def schedule(self) -> Facts:
        """Return the `BackupSchedule` that holds."""
        ...

    async def reschedule(self, given: Mapping[str, Any], actor_id: int | None) -> Facts:
        """Keep another `BackupSchedule` and return it."""
        ...

    async def try_destination(self, url: str) -> Facts:
        """Return a `TestStorageResponse`."""
        ...

    async def try_storage(self, setting: Mapping[str, Any]) -> Facts:
        """Return a `TestStorageResponse`."""
        ...


class OperationsService:
    """appliance.v1.OperationsService."""

    def __init__(self, operations: Operations, settings: InstanceSettings) -> None:
        self._operations = operations
        self._settings = settings

    async def get_operations(
        self, _request: pb.GetOperationsRequest, _ctx: RequestContext
    ) -> pb.Operations:
        """Answer what a status view shows."""
        return _message(pb.Operations, await self._operations.status())

    async def list_backups(
        self, request: pb.ListBackupsRequest, _ctx: RequestContext
    ) -> pb.ListBackupsResponse:
        """List what the destinations hold."""
        found = await self._operations.backups(request.destination)
        return _message(pb.ListBackupsResponse, found)

    async def create_backup(
        self, request: pb.CreateBackupRequest, _ctx: RequestContext
    ) -> pb.Job:
        """Begin a backup."""
        places = list(request.destinations)
        return _job(await self._operations.create(places, _actor()))

    async def verify_backup(
        self, request: pb.VerifyBackupRequest, _ctx: RequestContext
    ) -> pb.Job:
        """Begin a proof."""
        backup = uid_of(request.name, "backups", "backup")
        place = request.destination
        return _job(await self._operations.verify(backup, place, _actor()))

    async def delete_backup(
        self, request: pb.DeleteBackupRequest, _ctx: RequestContext
    ) -> Empty:
        """Remove a backup."""
        backup = uid_of(request.name, "backups", "backup")
        await self._operations.delete(backup, request.destination)
        return Empty()

    async def prune_backups(
        self, request: pb.PruneBackupsRequest, _ctx: RequestContext
    ) -> pb.Job:
        """Begin to let go of old backups."""
        asked = self._operations.prune(dry_run=request.dry_run, actor_id=_actor())
        return _job(await asked)

    async def run_drill(
        self, request: pb.RunDrillRequest, _ctx: RequestContext
    ) -> pb.Job:
        """Begin a rehearsal."""
        return _job(await self._operations.drill(request.destination, _actor()))

    async def get_job(self, request: pb.GetJobRequest, _ctx: RequestContext) -> pb.Job:
        """Answer one job."""
        return _job(await self._operations.job(uid_of(request.name, "jobs", "job")))

    async def list_jobs(
        self, request: pb.ListJobsRequest, _ctx: RequestContext
    ) -> pb.ListJobsResponse:
        """List jobs, the newest first."""
        page = Page.parse(request.page_token, request.page_size, digest("jobs"))
        before = page.cursor.key if page.cursor else None
        shown, last = await self._operations.jobs(before, page.skip, page.limit)
        full = len(shown) == page.limit
        token = page.next_token(Cursor(pinned=False, key=last)) if full else ""
        return pb.ListJobsResponse(
            jobs=[_job(facts) for facts in shown], next_page_token=token
        )

    async def cancel_job(
        self, request: pb.CancelJobRequest, _ctx: RequestContext
    ) -> pb.Job:
        """Let a job end."""
        return _job(await self._operations.cancel(uid_of(request.name, "jobs", "job")))

    async def run_doctor(
        self, _request: pb.RunDoctorRequest, _ctx: RequestContext
    ) -> pb.DoctorReport:
        """Look over everything."""
        return _message(pb.DoctorReport, await self._operations.examine())

    async def get_backup_schedule(
        self, _request: pb.GetBackupScheduleRequest, _ctx: RequestContext
    ) -> pb.BackupSchedule:
        """Answer the schedule that holds."""
        return _message(pb.BackupSchedule, await self._operations.schedule())

    async def update_backup_schedule(
        self, request: pb.UpdateBackupScheduleRequest, _ctx: RequestContext
    ) -> pb.BackupSchedule:
        """Keep another schedule, or parts of one."""
        if request.schedule is None:
            raise InvalidArgumentError("schedule is required")
        wanted = request.schedule
        if request.update_mask and request.update_mask.paths:
            wanted = _message(pb.BackupSchedule, await self._operations.schedule())
            copy_paths(wanted, request.schedule, request.update_mask.paths)
        given = json.loads(encode(wanted, Form.CONNECT_JSON))
        kept = await self._operations.reschedule(given, _actor())
        return _message(pb.BackupSchedule, kept)

    async def test_storage(
        self,
        request: pb.TestStorageRequest,
        _ctx: RequestContext,  # noqa: PT019 - an RPC, not a test
    ) -> pb.TestStorageResponse:
        """Try a storage of files or a destination of backups."""
        match request.target:
            case None:
                raise InvalidArgumentError("storage or destination is required")
            case target if target.field == "destination":
                tried = await self._operations.try_destination(target.value)
            case target:
                tried = await self._operations.try_storage(
                    await self._whole(target.value)
                )
        return _message(pb.TestStorageResponse, tried)

    async def _whole(self, sent: instance_pb.InstanceSetting.StorageSetting) -> Facts:
        """Put in what a blank secret means."""
        stored = STORAGE.parse(await self._settings.get(STORAGE.name))
        STORAGE.admit(sent, stored)
        STORAGE.complete(sent)
        dumped: Facts = STORAGE.dump(sent)
        return dumped


def _actor() -> int:
    return require_principal().user_id


def _job(facts: Facts) -> pb.Job:
    return _message(pb.Job, facts)


def _message(kind: type[M], facts: Mapping[str, Any]) -> M:
    known = {name: value for name, value in facts.items() if value is not None}
    return decode_json(json.dumps(known).encode(), kind)
