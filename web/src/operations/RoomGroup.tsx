/** What takes how much room. */
import type { Operations } from "../gen/appliance/v1/operations_service_pb";
import { useT } from "../i18n";
import { formatBytes, formatNumber } from "../i18n/formats";
import { Group } from "../ui/Group";
import { Fact, Facts } from "./Facts";

export function RoomGroup({ state }: { readonly state: Operations }) {
  const t = useT();
  const { diskFree, diskSize } = state;
  const used = diskSize === 0n ? 0 : 1 - Number(diskFree) / Number(diskSize);
  return (
    <Group title={t("operations.room")}>
      <div>
        <p className="pb-1 text-sm tabular-nums">
          {t("operations.diskFree", { free: formatBytes(Number(diskFree)), size: formatBytes(Number(diskSize)) })}
        </p>
        <meter value={used} max={1} high={0.9} aria-label={t("operations.diskUsed")} className="h-3 w-full" />
      </div>
      <Facts>
        <Fact name={t("operations.database", { driver: state.databaseDriver })}>{formatBytes(Number(state.databaseSize))}</Fact>
        {state.storages.map(({ storage, files, size }) => (
          <Fact key={storage} name={t("operations.filesIn", { storage })}>
            {t("operations.files", { count: Number(files), size: formatBytes(Number(size)) })}
          </Fact>
        ))}
        <Fact name={t("shell.trash")}>
          {t("operations.trash", {
            notes: formatNumber(Number(state.trashedMemoCount)),
            files: formatNumber(Number(state.trashedAttachmentCount)),
          })}
        </Fact>
        <Fact name={t("operations.version")}>{state.version}</Fact>
      </Facts>
    </Group>
  );
}
