/** All files of a note, each kind as it is best looked at. */
import { fileAddress, sorted } from "../../api/files";
import type { Attachment } from "../../gen/memos/api/v1/attachment_service_pb";
import { AudioPlayer } from "./AudioPlayer";
import { Collage } from "./Collage";
import { FileRow } from "./FileRow";

interface AttachmentsProps {
  readonly attachments: readonly Attachment[];
  /** Opens the files for whoever came by a share link. */
  readonly shareToken?: string;
  /** Every picture is a tile of the same size: nothing waits behind the last. */
  readonly isLibrary?: boolean;
}

export function Attachments({ attachments, shareToken = "", isLibrary = false }: AttachmentsProps) {
  if (attachments.length === 0) return null;
  const { pictures, videos, audios, files } = sorted(attachments);
  return (
    <div className="mt-3 space-y-2 in-data-[layout=compact]:max-w-60">
      {pictures.length > 0 && <Collage pictures={pictures} shareToken={shareToken} isLibrary={isLibrary} />}
      {videos.map((video) => (
        // The first moment is the poster: servers make no pictures of films.
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- films of people's own, without subtitles
        <video
          key={video.name}
          src={`${fileAddress(video, "whole", shareToken)}#t=0.1`}
          aria-label={video.filename}
          controls
          playsInline
          preload="metadata"
          className="aspect-video w-full rounded-lg bg-black"
        />
      ))}
      {audios.map((audio) => (
        <AudioPlayer key={audio.name} address={fileAddress(audio, "whole", shareToken)} name={audio.filename} />
      ))}
      {files.map((file) => (
        <FileRow key={file.name} attachment={file} shareToken={shareToken} />
      ))}
    </div>
  );
}
