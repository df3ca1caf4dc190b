/** The backups that there are: prove, fetch, delete. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, PackageCheck, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";

import { backups, deleteBackup, fetchBackup, verifyBackup } from "../api/operations";
import type { Backup } from "../gen/appliance/v1/operations_service_pb";
import { complain } from "../hooks/complain";
import { useT } from "../i18n";
import { formatBytes } from "../i18n/formats";
import { factsLine } from "../lib/facts";
import { saveFile } from "../lib/saveFile";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { moment } from "../settings/when";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { IconButton } from "../ui/IconButton";
import { Notice } from "../ui/Notice";
import { Row, Rows } from "../ui/Rows";

/** The newest ones are looked at; the others are asked for. */
const shownAtFirst = 5;

async function download(backup: Backup): Promise<void> {
  try {
    const answer = await fetchBackup(backup);
    saveFile(`${backup.name.replace("backups/", "")}.tar`, await answer.blob());
  } catch (error) {
    complain(error);
  }
}

interface BackupRowProps {
  readonly backup: Backup;
  readonly onDelete: () => void;
}

function BackupRow({ backup, onDelete }: BackupRowProps) {
  const t = useT();
  const proving = useMutation({ mutationFn: () => verifyBackup(backup), onError: complain });
  const when = moment(backup.moment, backup.name);
  return (
    <Row
      icon={PackageCheck}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {when}
          {backup.encrypted && <Badge>{t("operations.encrypted")}</Badge>}
          {backup.fault !== "" && <Badge tone="danger">{backup.fault}</Badge>}
        </span>
      }
      action={
        <>
          <IconButton
            icon={ShieldCheck}
            label={t("operations.verifyNamed", { when })}
            disabled={proving.isPending}
            onClick={() => proving.mutate()}
          />
          <IconButton icon={Download} label={t("operations.downloadNamed", { when })} onClick={() => void download(backup)} />
          <IconButton icon={Trash2} label={t("operations.deleteNamed", { when })} onClick={onDelete} />
        </>
      }
    >
      {factsLine([formatBytes(Number(backup.size + backup.filesSize)), ...backup.destinations])}
    </Row>
  );
}

export function BackupList() {
  const t = useT();
  const query = useQuery(backups);
  const [doomed, setDoomed] = useState<Backup | null>(null);
  const [showsAll, setShowsAll] = useState(false);
  return (
    <Loaded query={query}>
      {({ backups: all, unreachable }) => (
        <>
          {unreachable.map(({ destination, reason }) => (
            <p key={destination} role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
              {t("operations.unreachable", { destination, reason })}
            </p>
          ))}
          {all.length === 0 && <Notice icon={PackageCheck} title={t("operations.noBackups")} />}
          <Rows label={t("operations.backups")}>
            {(showsAll ? all : all.slice(0, shownAtFirst)).map((backup) => (
              <BackupRow key={backup.name} backup={backup} onDelete={() => setDoomed(backup)} />
            ))}
          </Rows>
          {all.length > shownAtFirst && !showsAll && (
            <Button kind="quiet" onClick={() => setShowsAll(true)}>
              {t("operations.allBackups", { count: all.length })}
            </Button>
          )}
          <Confirm
            open={doomed !== null}
            title={t("operations.deleteTitle")}
            action={t("common.delete")}
            onClose={() => setDoomed(null)}
            onConfirm={async () => doomed !== null && deleteBackup(doomed)}
          >
            {t("operations.deleteText", { when: moment(doomed?.moment, "") })}
          </Confirm>
        </>
      )}
    </Loaded>
  );
}
