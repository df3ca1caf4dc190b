/** When a backup was last made, proved and rehearsed; making one now. */
import { useMutation } from "@tanstack/react-query";

import { makeBackup, rehearse } from "../api/operations";
import type { Operations, Outcome } from "../gen/appliance/v1/operations_service_pb";
import { type Translate, useT } from "../i18n";
import { Trouble } from "../components/Trouble";
import { moment } from "../settings/when";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { BackupList } from "./BackupList";
import { Fact, Facts } from "./Facts";

function OutcomeText({ outcome }: { readonly outcome: Outcome | undefined }) {
  const t = useT();
  if (outcome?.time === undefined) return <>{t("operations.neverDone")}</>;
  return (
    <span className="flex flex-wrap items-center gap-2" title={outcome.reason}>
      {moment(outcome.time, "")}
      <Badge tone={outcome.good ? "good" : "danger"}>{t(outcome.good ? "operations.good" : "operations.failed")}</Badge>
      {!outcome.good && outcome.reason !== "" && <span className="text-xs text-danger">{outcome.reason}</span>}
    </span>
  );
}

function nextText(state: Operations, t: Translate): string {
  const { schedule } = state;
  if (schedule === undefined || schedule.schedule === "") return t("operations.noSchedule");
  return moment(schedule.nextBackupTime, schedule.schedule);
}

export function BackupGroup({ state }: { readonly state: Operations }) {
  const t = useT();
  const making = useMutation({ mutationFn: makeBackup });
  const rehearsing = useMutation({ mutationFn: rehearse });
  const hasPlace = state.destinations.length > 0;
  return (
    <Group
      title={t("operations.backups")}
      lead={t(hasPlace ? "operations.backupsLead" : "operations.noDestination")}
      action={
        hasPlace && (
          <div className="flex flex-wrap gap-2">
            <Button disabled={rehearsing.isPending} onClick={() => rehearsing.mutate()}>
              {t("operations.rehearse")}
            </Button>
            <Button kind="primary" disabled={making.isPending} onClick={() => making.mutate()}>
              {t("operations.makeBackup")}
            </Button>
          </div>
        )
      }
    >
      <Facts>
        <Fact name={t("operations.lastBackup")}>
          <OutcomeText outcome={state.lastBackup} />
        </Fact>
        <Fact name={t("operations.lastVerify")}>
          <OutcomeText outcome={state.lastVerify} />
        </Fact>
        <Fact name={t("operations.lastDrill")}>
          <OutcomeText outcome={state.lastDrill} />
        </Fact>
        <Fact name={t("operations.nextBackup")}>{nextText(state, t)}</Fact>
      </Facts>
      <Trouble error={making.error ?? rehearsing.error} />
      {hasPlace && <BackupList />}
      <details>
        <summary className="cursor-pointer text-sm text-muted hover:text-ink">{t("operations.howToRestore")}</summary>
        <p className="mt-2 text-sm text-muted">{t("operations.restoreText")}</p>
        <pre className="mt-2 overflow-x-auto rounded-lg bg-sunken p-3 text-xs">
          appliance backup restore {state.destinations[0]?.url ?? "/mnt/backups"} --data /srv/new-place
        </pre>
      </details>
    </Group>
  );
}
