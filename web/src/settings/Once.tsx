/** A secret that is shown only now, to be copied. */
import { Check, Copy } from "lucide-react";
import { useId, useState } from "react";

import { useT } from "../i18n";
import { Button } from "../ui/Button";

interface OnceProps {
  readonly label: string;
  readonly secret: string;
}

export function Once({ label, secret }: OnceProps) {
  const t = useT();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div className="space-y-1.5 rounded-lg border border-accent bg-accent-soft p-3">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          readOnly
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 basis-60 rounded-lg border border-line-strong bg-raised px-3 font-mono text-sm"
        />
        {"clipboard" in navigator && (
          <Button onClick={() => void copy()}>
            {isCopied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
            {isCopied ? t("common.copied") : t("common.copy")}
          </Button>
        )}
      </div>
      <p className="text-xs text-muted">{t("settings.shownOnce")}</p>
    </div>
  );
}
