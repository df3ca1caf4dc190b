/** A file that is not shown: its name, its kind and its size, to open or download. */
import { Download, ExternalLink } from "lucide-react";

import { fileAddress, isElsewhere } from "../../api/files";
import type { Attachment } from "../../gen/memos/api/v1/attachment_service_pb";
import { useT } from "../../i18n";
import { formatBytes } from "../../i18n/formats";
import { extensionOf } from "../../lib/media";
import { linkTarget } from "../../markdown/urls";

interface FileRowProps {
  readonly attachment: Attachment;
  readonly shareToken: string;
}

const shape =
  "flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 py-1.5 text-sm hover:border-line-strong hover:bg-sunken/60";

function Facts({ attachment }: { readonly attachment: Attachment }) {
  const t = useT();
  const name = attachment.filename || t("memo.media.file");
  const size = isElsewhere(attachment) ? t("memo.media.elsewhere") : formatBytes(Number(attachment.size));
  const kind = extensionOf(name);
  return (
    <>
      <span aria-hidden className="grid h-7 w-11 shrink-0 place-items-center rounded bg-sunken text-[0.625rem] font-semibold text-muted">
        {kind || "–"}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate">{name}</bdi>
        <span className="block truncate text-xs text-muted">
          {/* The name of a type is for programs: it says something only where the file's own name says nothing. */}
          {kind === "" && attachment.type !== "" && (
            <>
              <bdi>{attachment.type}</bdi> ·{" "}
            </>
          )}
          <bdi>{size}</bdi>
        </span>
      </span>
    </>
  );
}

export function FileRow({ attachment, shareToken }: FileRowProps) {
  if (!isElsewhere(attachment)) {
    return (
      <a href={fileAddress(attachment, "whole", shareToken)} download={attachment.filename} className={shape}>
        <Facts attachment={attachment} />
        <Download aria-hidden size={16} strokeWidth={1.75} className="text-muted" />
      </a>
    );
  }
  const target = linkTarget(attachment.externalLink);
  if (target === null) {
    return (
      <div className={shape}>
        <Facts attachment={attachment} />
      </div>
    );
  }
  return (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow" className={shape}>
      <Facts attachment={attachment} />
      <ExternalLink aria-hidden size={16} strokeWidth={1.75} className="text-muted" />
    </a>
  );
}
