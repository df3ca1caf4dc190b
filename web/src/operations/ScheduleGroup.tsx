/** Where backups go by themselves, and when. */
import { create } from "@bufbuild/protobuf";
import { useMutation } from "@tanstack/react-query";

import { saveSchedule, tryDestination } from "../api/operations";
import {
  type BackupRetention,
  BackupRetentionSchema,
  type BackupSchedule,
} from "../gen/appliance/v1/operations_service_pb";
import { type Key, useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { EditedForm } from "../settings/EditedForm";
import { useEdited } from "../settings/edited";
import { Trouble } from "../components/Trouble";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { TextBlock } from "../ui/TextBlock";

const keeps: readonly { readonly field: "last" | "hourly" | "daily" | "weekly" | "monthly" | "yearly"; readonly label: Key }[] = [
  { field: "last", label: "operations.keepLast" },
  { field: "hourly", label: "operations.keepHourly" },
  { field: "daily", label: "operations.keepDaily" },
  { field: "weekly", label: "operations.keepWeekly" },
  { field: "monthly", label: "operations.keepMonthly" },
  { field: "yearly", label: "operations.keepYearly" },
];

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

interface KeepProps {
  readonly retention: BackupRetention;
  readonly onChange: (retention: BackupRetention) => void;
}

function Keep({ retention, onChange }: KeepProps) {
  const t = useT();
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{t("operations.keep")}</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {keeps.map(({ field, label }) => (
          <Field
            key={field}
            label={t(label)}
            type="number"
            inputMode="numeric"
            min={0}
            value={retention[field]}
            onChange={(event) => onChange({ ...retention, [field]: event.currentTarget.valueAsNumber || 0 })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Trial({ destinations }: { readonly destinations: readonly string[] }) {
  const t = useT();
  const trying = useMutation({
    mutationFn: async () => {
      for (const url of destinations) {
        // oxlint-disable-next-line no-await-in-loop -- the first that fails is told
        await tryDestination(url);
      }
    },
  });
  return (
    <div className="space-y-2">
      <Button disabled={trying.isPending || destinations.length === 0} onClick={() => trying.mutate()}>
        {t(trying.isPending ? "settings.storage.testing" : "settings.storage.test")}
      </Button>
      {trying.isSuccess && <p className="text-sm text-accent">{t("settings.storage.works")}</p>}
      <Trouble error={trying.error} />
    </div>
  );
}

export function ScheduleGroup({ stored }: { readonly stored: BackupSchedule }) {
  const t = useT();
  const { schedule, drillSchedule, pingUrl, timeZone } = stored;
  const retention = stored.retention ?? create(BackupRetentionSchema);
  const edited = useEdited(
    { destinations: stored.destinations.join("\n"), schedule, drillSchedule, pingUrl, timeZone, retention },
    ({ destinations, ...rest }) =>
      saveSchedule({ ...rest, destinations: lines(destinations) }, [
        "destinations",
        "schedule",
        "drill_schedule",
        "ping_url",
        "time_zone",
        "retention",
      ]),
  );
  const { value, change } = edited;
  if (stored.provided) {
    return (
      <Group title={t("operations.schedule")} lead={t("operations.provided")}>
        <p className="text-sm">{factsLine([stored.schedule, ...stored.destinations])}</p>
      </Group>
    );
  }
  return (
    <Group title={t("operations.schedule")} lead={t("operations.scheduleLead")}>
      <EditedForm edited={edited}>
        <TextBlock
          code
          label={t("operations.destinations")}
          hint={t("operations.destinationsHint")}
          rows={2}
          value={value.destinations}
          onChange={(event) => change({ destinations: event.currentTarget.value })}
        />
        <Trial destinations={lines(value.destinations)} />
        <Field
          label={t("operations.when")}
          hint={t("operations.whenHint")}
          value={value.schedule}
          spellCheck={false}
          onChange={(event) => change({ schedule: event.currentTarget.value })}
        />
        <Field
          label={t("operations.drillWhen")}
          hint={t("operations.drillWhenHint")}
          value={value.drillSchedule}
          spellCheck={false}
          onChange={(event) => change({ drillSchedule: event.currentTarget.value })}
        />
        <Field
          label={t("operations.timeZone")}
          hint={t("operations.timeZoneHint")}
          value={value.timeZone}
          spellCheck={false}
          onChange={(event) => change({ timeZone: event.currentTarget.value })}
        />
        <Keep retention={value.retention} onChange={(next) => change({ retention: next })} />
        <Field
          label={t("operations.ping")}
          hint={t("operations.pingHint")}
          type="url"
          value={value.pingUrl}
          onChange={(event) => change({ pingUrl: event.currentTarget.value })}
        />
      </EditedForm>
    </Group>
  );
}
