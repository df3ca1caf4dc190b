/** Where the files of notes are; the session's cookie, or the token of a share link, opens them. */
import type { Attachment } from "../gen/memos/api/v1/attachment_service_pb";
import { MotionMediaFamily, MotionMediaRole } from "../gen/memos/api/v1/attachment_service_pb";
import { mediaKind } from "../lib/media";
import { home } from "../paths";

/** What of a file: itself, a small picture of it, or the film inside of it. */
export type FilePart = "whole" | "thumbnail" | "motion";

export function fileAddress(attachment: Attachment, part: FilePart = "whole", shareToken = ""): string {
  const url = new URL(`file/${attachment.name}/${encodeURIComponent(attachment.filename || "file")}`, home);
  if (part !== "whole") url.searchParams.set(part, "true");
  if (shareToken !== "") url.searchParams.set("share_token", shareToken);
  return url.href;
}

/** Files that lie elsewhere and are only linked. */
export function isElsewhere(attachment: Attachment): boolean {
  return attachment.externalLink !== "";
}

export interface Picture {
  readonly attachment: Attachment;
  /** The film that belongs to it: inside of it, or a file of its own. */
  readonly film: { readonly attachment: Attachment; readonly part: FilePart } | null;
}

export interface Sorted {
  readonly pictures: readonly Picture[];
  readonly videos: readonly Attachment[];
  readonly audios: readonly Attachment[];
  readonly files: readonly Attachment[];
}

function isFilmOf(video: Attachment, still: Attachment): boolean {
  const [one, other] = [video.motionMedia, still.motionMedia];
  return (
    one?.family === MotionMediaFamily.APPLE_LIVE_PHOTO &&
    one.role === MotionMediaRole.VIDEO &&
    one.groupId !== "" &&
    one.groupId === other?.groupId
  );
}

/** The files of a note by how they are shown; a film that belongs to a picture is no video of its own. */
export function sorted(attachments: readonly Attachment[]): Sorted {
  const shown = attachments.filter((each) => !isElsewhere(each));
  const of = (kind: string) => shown.filter(({ type }) => mediaKind(type) === kind);
  const [stills, videos] = [of("picture"), of("video")];
  const films = new Map(stills.map((still) => [still, videos.find((video) => isFilmOf(video, still))]));
  const paired = new Set(films.values());
  const pictures = stills.map((attachment): Picture => {
    const film = films.get(attachment);
    if (film !== undefined) return { attachment, film: { attachment: film, part: "whole" } };
    const hasFilm = attachment.motionMedia?.hasEmbeddedVideo === true;
    return { attachment, film: hasFilm ? { attachment, part: "motion" } : null };
  });
  return {
    pictures,
    videos: videos.filter((video) => !paired.has(video)),
    audios: of("audio"),
    files: [...of("file"), ...attachments.filter(isElsewhere)],
  };
}
