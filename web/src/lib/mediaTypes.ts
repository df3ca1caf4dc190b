/** The type of a file that was chosen; some browsers do not know those of newer kinds. */
const byEnding: Readonly<Record<string, string>> = {
  heic: "image/heic",
  heif: "image/heif",
  avif: "image/avif",
  webp: "image/webp",
  md: "text/markdown",
  m4a: "audio/mp4",
  opus: "audio/ogg",
  mkv: "video/x-matroska",
};

export function mediaTypeOf({ name, type }: { readonly name: string; readonly type: string }): string {
  // Parameters such as codecs are no part of what is kept.
  const [plain = ""] = type.split(";");
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return plain === "" ? (byEnding[ending] ?? "application/octet-stream") : plain;
}
