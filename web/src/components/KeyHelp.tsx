/** The list of keys. */
import { type Key as Word, useT } from "../i18n";
import { caps, keys, typingKeys } from "../lib/keys";
import { Dialog } from "../ui/Dialog";
import { Key } from "../ui/Key";

interface KeyHelpProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

function Row({ press, does }: { readonly press: string; readonly does: Word }) {
  const t = useT();
  return (
    <div className="flex min-h-8 items-center justify-between gap-4">
      <dt>{t(does)}</dt>
      <dd className="flex gap-1">
        {caps(press).map((cap) => (
          <Key key={cap}>{cap}</Key>
        ))}
      </dd>
    </div>
  );
}

export function KeyHelp({ open, onClose }: KeyHelpProps) {
  const t = useT();
  return (
    <Dialog open={open} onClose={onClose} title={t("keys.title")}>
      <dl className="text-sm">
        {keys.map((key) => (
          <Row key={key.act} {...key} />
        ))}
      </dl>
      <h3 className="mt-4 mb-1 text-xs font-medium text-muted">{t("keys.whileTyping")}</h3>
      <dl className="text-sm">
        {typingKeys.map((key) => (
          <Row key={key.press} {...key} />
        ))}
      </dl>
    </Dialog>
  );
}
