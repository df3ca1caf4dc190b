/** What the server works on by itself or was told to. */
import { useMutation } from "@tanstack/react-query";
import { Cog } from "lucide-react";

import { cancelJob, isRunning } from "../api/operations";
import { type Job, Job_State as State } from "../gen/appliance/v1/operations_service_pb";
import { complain } from "../hooks/complain";
import { type Key, type Translate, useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { moment } from "../settings/when";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { Row, Rows } from "../ui/Rows";

const words: Readonly<Record<State, Key>> = {
  [State.STATE_UNSPECIFIED]: "operations.queued",
  [State.QUEUED]: "operations.queued",
  [State.RUNNING]: "operations.running",
  [State.SUCCEEDED]: "operations.good",
  [State.FAILED]: "operations.failed",
  [State.CANCELLED]: "operations.cancelled",
  [State.INTERRUPTED]: "operations.interrupted",
};

/** The kinds that people ask for; others are named as the server names them. */
const kinds: Readonly<Record<string, Key>> = {
  "backup.create": "operations.jobCreate",
  "backup.verify": "operations.jobVerify",
  "backup.drill": "operations.jobDrill",
  "backup.prune": "operations.jobPrune",
};

function nameOf({ kind }: Job, t: Translate): string {
  const known = kinds[kind];
  return known === undefined ? kind : t(known);
}

function toneOf(state: State): "plain" | "good" | "danger" {
  if (state === State.FAILED || state === State.INTERRUPTED) return "danger";
  return state === State.SUCCEEDED ? "good" : "plain";
}

function JobRow({ job }: { readonly job: Job }) {
  const t = useT();
  const cancelling = useMutation({ mutationFn: () => cancelJob(job), onError: complain });
  return (
    <Row
      icon={Cog}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {nameOf(job, t)} <Badge tone={toneOf(job.state)}>{t(words[job.state])}</Badge>
        </span>
      }
      action={
        isRunning(job) && (
          <Button disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>
            {t("common.cancel")}
          </Button>
        )
      }
    >
      {isRunning(job) && job.total > 0n ? (
        <progress
          value={Number(job.done)}
          max={Number(job.total)}
          aria-label={job.step || nameOf(job, t)}
          className="h-2 w-full accent-accent"
        />
      ) : (
        factsLine([moment(job.finishTime ?? job.startTime ?? job.createTime, ""), job.reason])
      )}
    </Row>
  );
}

export function JobsGroup({ jobs }: { readonly jobs: readonly Job[] }) {
  const t = useT();
  if (jobs.length === 0) return null;
  return (
    <Group title={t("operations.jobs")}>
      <Rows label={t("operations.jobs")}>
        {jobs.map((job) => (
          <JobRow key={job.name} job={job} />
        ))}
      </Rows>
    </Group>
  );
}
