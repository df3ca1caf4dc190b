import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";

import {
  type Attachment,
  AttachmentSchema,
  MotionMediaFamily,
  MotionMediaRole,
} from "../gen/memos/api/v1/attachment_service_pb";
import { fileAddress, sorted } from "./files";

function file(part: Partial<Attachment>): Attachment {
  return Object.assign(create(AttachmentSchema, { name: "attachments/one", filename: "one.jpg", type: "image/jpeg" }), part);
}

function half(role: MotionMediaRole) {
  return {
  $typeName: "memos.api.v1.MotionMedia" as const,
  family: MotionMediaFamily.APPLE_LIVE_PHOTO,
  role,
  groupId: "g",
  presentationTimestampUs: 0n,
  hasEmbeddedVideo: false,
  };
}

describe("the address of a file", () => {
  it("keeps a hostile name within its place", () => {
    const address = new URL(fileAddress(file({ filename: '../../"><script>?x#y' }), "thumbnail", "t&k"));
    expect(address.pathname).toMatch(/^\/file\/attachments\/one\/[^/]+$/u);
    expect(Object.fromEntries(address.searchParams)).toEqual({ thumbnail: "true", share_token: "t&k" });
  });
});

describe("the files of a note", () => {
  it("are told apart by their types", () => {
    const found = sorted([
      file({ type: "image/png" }),
      file({ type: "video/mp4" }),
      file({ type: "audio/ogg" }),
      file({ type: "application/pdf" }),
      file({ type: "image/png", externalLink: "https://a.example/x.png" }),
    ]);
    expect([found.pictures, found.videos, found.audios, found.files].map(({ length }) => length)).toEqual([1, 1, 1, 2]);
  });

  it("bring the two halves of a live photo together", () => {
    const still = file({ motionMedia: half(MotionMediaRole.STILL) });
    const video = file({ name: "attachments/two", type: "video/quicktime", motionMedia: half(MotionMediaRole.VIDEO) });
    const found = sorted([still, video]);
    expect(found.videos).toEqual([]);
    expect(found.pictures).toEqual([{ attachment: still, film: { attachment: video, part: "whole" } }]);
  });
});
