/** Hides what a tag says is for the reader's eyes alone, until they ask for it. */
import { EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";

export function Veil({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return children;
  return (
    <div className="relative min-h-24 overflow-hidden rounded-lg">
      <div inert aria-hidden className="max-h-72 overflow-hidden blur-md select-none">
        {children}
      </div>
      <div className="absolute inset-0 grid place-content-center justify-items-center gap-2 text-sm text-muted">
        <span className="flex items-center gap-1.5">
          <EyeOff aria-hidden size={16} strokeWidth={1.75} />
          {t("memo.hidden")}
        </span>
        <Button onClick={() => setOpen(true)}>{t("memo.reveal")}</Button>
      </div>
    </div>
  );
}
