/** What a file is shown as, told by its media type. */
export type MediaKind = "picture" | "video" | "audio" | "file";

/** Pictures that browsers draw; others are files to download. */
const drawn = /^image\/(?:png|jpe?g|gif|webp|avif|svg\+xml|bmp|x-icon|apng)$/u;

export function mediaKind(type: string): MediaKind {
  if (drawn.test(type)) return "picture";
  if (type.startsWith("video/")) return "video";
  return type.startsWith("audio/") ? "audio" : "file";
}

/** `3:07`, `1:02:09` */
export function playTime(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–:––";
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${hours > 0 ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** The last part of a file's name in capitals, for a mark; empty when it has none. */
export function extensionOf(filename: string): string {
  const found = /\.([\p{L}\p{N}]{1,5})$/u.exec(filename);
  return found?.[1]?.toUpperCase() ?? "";
}
