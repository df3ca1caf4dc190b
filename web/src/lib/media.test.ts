import { describe, expect, it } from "vitest";

import { extensionOf, mediaKind, playTime } from "./media";

describe("media", () => {
  it.each([
    ["image/png", "picture"],
    ["image/svg+xml", "picture"],
    ["image/heic", "file"],
    ["video/mp4", "video"],
    ["audio/ogg", "audio"],
    ["text/html", "file"],
    ["", "file"],
  ])("%s is shown as %s", (type, kind) => {
    expect(mediaKind(type)).toBe(kind);
  });

  it.each([
    [0, "0:00"],
    [187.9, "3:07"],
    [3729, "1:02:09"],
    [Number.NaN, "–:––"],
    [Infinity, "–:––"],
  ])("%s seconds read %s", (seconds, text) => {
    expect(playTime(seconds)).toBe(text);
  });

  it.each([
    ["report.pdf", "PDF"],
    ["archive.tar.gz", "GZ"],
    ["noise", ""],
    ["x.<script>", ""],
  ])("%s ends in %s", (name, extension) => {
    expect(extensionOf(name)).toBe(extension);
  });
});
