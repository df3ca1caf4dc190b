/** Chooses who may read a note. */
import { ChevronDown } from "lucide-react";

import { useT } from "../i18n";
import type { Visibility } from "../gen/memos/api/v1/memo_service_pb";
import { Button } from "../ui/Button";
import { Menu } from "../ui/Menu";
import { audienceOf, audiences } from "./visibilities";

interface VisibilityMenuProps {
  readonly visibility: Visibility;
  readonly onChoose: (visibility: Visibility) => void;
}

export function VisibilityMenu({ visibility, onChoose }: VisibilityMenuProps) {
  const t = useT();
  const { icon: Icon, label, value } = audienceOf(visibility);
  const choices = audiences.map((one) => ({ ...one, label: t(one.label), hint: t(one.hint) }));
  const choose = (wanted: string): void => {
    const audience = audiences.find((candidate) => candidate.value === wanted);
    if (audience !== undefined) onChoose(audience.visibility);
  };
  return (
    <Menu
      align="start"
      trigger={
        <Button kind="quiet" aria-label={t("composer.visibilityOf", { audience: t(label) })} className="gap-1.5 px-2.5">
          <Icon aria-hidden size={16} strokeWidth={1.75} />
          <span className="hidden sm:inline">{t(label)}</span>
          <ChevronDown aria-hidden size={14} strokeWidth={1.75} />
        </Button>
      }
      entries={[{ kind: "choices", label: t("composer.visibility"), value, choices, onChoose: choose }]}
    />
  );
}
