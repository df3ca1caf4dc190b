/** How the server is, and what keeps it safe; for administrators. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { AuditEntry_Outcome, AuditService, type ListAuditEntriesResponse } from "../gen/appliance/v1/audit_service_pb";
import {
  type Backup,
  type BackupSchedule,
  type Job,
  Job_State,
  type ListBackupsResponse,
  type Operations,
  OperationsService,
} from "../gen/appliance/v1/operations_service_pb";
import type { InstanceSetting_StorageSettingSchema } from "../gen/memos/api/v1/instance_service_pb";
import { cache } from "./cache";
import { session, transport } from "./client";
import { home } from "../paths";

const client = createClient(OperationsService, transport);
const auditClient = createClient(AuditService, transport);

const operationsKey = ["operations"] as const;
/** Milliseconds between two looks: often while something runs. */
const [busy, calm] = [1500, 30_000];

export function isRunning(job: Job): boolean {
  return job.state === Job_State.QUEUED || job.state === Job_State.RUNNING;
}

export const operations = queryOptions({
  queryKey: [...operationsKey, "status"],
  queryFn: ({ signal }): Promise<Operations> => client.getOperations({}, { signal }),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.jobs.some(isRunning) === true ? busy : calm),
});

export const backups = queryOptions({
  queryKey: [...operationsKey, "backups"],
  queryFn: ({ signal }): Promise<ListBackupsResponse> => client.listBackups({}, { signal }),
  staleTime: 0,
});

async function changed(): Promise<void> {
  await cache.invalidateQueries({ queryKey: operationsKey });
}

export async function makeBackup(): Promise<void> {
  await client.createBackup({});
  await changed();
}

export async function verifyBackup(backup: Backup): Promise<void> {
  await client.verifyBackup({ name: backup.name });
  await changed();
}

export async function deleteBackup(backup: Backup): Promise<void> {
  await client.deleteBackup({ name: backup.name });
  await changed();
}

export async function rehearse(): Promise<void> {
  await client.runDrill({});
  await changed();
}

export async function cancelJob(job: Job): Promise<void> {
  await client.cancelJob({ name: job.name });
  await changed();
}

export async function examine(): Promise<void> {
  await client.runDoctor({});
  await changed();
}

export type ScheduleChange = Pick<
  BackupSchedule,
  "destinations" | "schedule" | "timeZone" | "drillSchedule" | "pingUrl" | "retention" | "recipients"
>;

export async function saveSchedule(schedule: Partial<ScheduleChange>, paths: string[]): Promise<void> {
  await client.updateBackupSchedule({ schedule, updateMask: { paths } });
  await changed();
}

export type StorageWish = MessageInitShape<typeof InstanceSetting_StorageSettingSchema>;

/** Write, read and delete a probe; throws with the reason where that fails. */
export async function tryStorage(setting: StorageWish): Promise<void> {
  await client.testStorage({ target: { case: "storage", value: setting } });
}

export async function tryDestination(url: string): Promise<void> {
  await client.testStorage({ target: { case: "destination", value: url } });
}

export interface AuditSearch {
  readonly actor: string;
  readonly kind: string;
  readonly onlyFailures: boolean;
}

export function auditEntries({ actor, kind, onlyFailures }: AuditSearch) {
  return infiniteQueryOptions({
    queryKey: [...operationsKey, "audit", actor, kind, onlyFailures],
    queryFn: ({ pageParam, signal }): Promise<ListAuditEntriesResponse> =>
      auditClient.listAuditEntries(
        {
          pageSize: 50,
          pageToken: pageParam,
          actor,
          kind,
          outcome: onlyFailures ? AuditEntry_Outcome.FAILED : AuditEntry_Outcome.OUTCOME_UNSPECIFIED,
        },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page: ListAuditEntriesResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
    staleTime: 0,
  });
}

/** The whole of a backup as one file. */
export async function fetchBackup(backup: Backup): Promise<Response> {
  const token = await session.token();
  const id = backup.name.replace("backups/", "");
  const answer = await fetch(new URL(`ops/backups/${id}`, home), { headers: { Authorization: `Bearer ${token ?? ""}` } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
