/** Tries a storage before it is chosen: a probe is written, read and deleted. */
import { useMutation } from "@tanstack/react-query";

import { type StorageWish, tryStorage } from "../api/operations";
import { useT } from "../i18n";
import { Button } from "../ui/Button";
import { Trouble } from "../components/Trouble";

export function StorageTrial({ setting }: { readonly setting: StorageWish }) {
  const t = useT();
  const trying = useMutation({ mutationFn: () => tryStorage(setting) });
  return (
    <div className="space-y-2">
      <Button disabled={trying.isPending} onClick={() => trying.mutate()}>
        {t(trying.isPending ? "settings.storage.testing" : "settings.storage.test")}
      </Button>
      {trying.isSuccess && (
        <p role="status" className="text-sm text-accent">
          {t("settings.storage.works")}
        </p>
      )}
      <Trouble error={trying.error} />
    </div>
  );
}
