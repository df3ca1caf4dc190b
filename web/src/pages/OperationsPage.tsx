/** How the server is: verdict first, then facts, then what can be done. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Stethoscope } from "lucide-react";

import { examine, operations } from "../api/operations";
import { useTitle } from "../hooks/useTitle";
import { useT } from "../i18n";
import { AuditGroup } from "../operations/AuditGroup";
import { BackupGroup } from "../operations/BackupGroup";
import { JobsGroup } from "../operations/JobsGroup";
import { RoomGroup } from "../operations/RoomGroup";
import { ScheduleGroup } from "../operations/ScheduleGroup";
import { Verdict } from "../operations/Verdict";
import { Loaded } from "../components/Loaded";
import { Trouble } from "../components/Trouble";
import { Button } from "../ui/Button";
import { PageTitle } from "../ui/PageTitle";
import { Skeleton } from "../ui/Skeleton";

export function OperationsPage() {
  const t = useT();
  const query = useQuery(operations);
  const examining = useMutation({ mutationFn: examine });
  useTitle(t("operations.title"));
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageTitle title={t("operations.title")}>{t("operations.lead")}</PageTitle>
        <Button disabled={examining.isPending} onClick={() => examining.mutate()}>
          <Stethoscope aria-hidden size={16} strokeWidth={1.75} />
          {t("operations.examine")}
        </Button>
      </div>
      <Trouble error={examining.error} />
      <Loaded query={query} waiting={<Skeleton />}>
        {(state) => (
          <>
            <Verdict verdict={state.verdict} findings={state.findings} />
            <BackupGroup state={state} />
            <JobsGroup jobs={state.jobs} />
            <RoomGroup state={state} />
            {state.schedule !== undefined && <ScheduleGroup stored={state.schedule} />}
          </>
        )}
      </Loaded>
      <AuditGroup />
    </div>
  );
}
