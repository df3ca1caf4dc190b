import { create } from "@bufbuild/protobuf";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { type Attachment, AttachmentSchema } from "../../gen/memos/api/v1/attachment_service_pb";
import { Attachments } from "./Attachments";

function file(name: string, type: string, more: Partial<Attachment> = {}): Attachment {
  return Object.assign(create(AttachmentSchema, { name: `attachments/${name}`, filename: name, type, size: 1_400_000n }), more);
}

describe("the files of a note", () => {
  it("are shown each as what it is", () => {
    const { container } = render(
      <Attachments
        attachments={[file("a.jpg", "image/jpeg"), file("b.mp4", "video/mp4"), file("c.ogg", "audio/ogg"), file("d.pdf", "application/pdf")]}
      />,
    );
    expect(screen.getByRole("button", { name: "Open a.jpg" })).toBeTruthy();
    expect(container.querySelector("video")?.controls).toBe(true);
    expect(screen.getByRole("slider", { name: "Position" })).toBeTruthy();
    expect(screen.getByRole("link", { name: /d\.pdf 1\.4 MB|d\.pdf1\.4 MB/u })).toBeTruthy();
  });

  it("say how many pictures wait behind the last tile", () => {
    render(<Attachments attachments={Array.from({ length: 12 }, (_, index) => file(`${index}.png`, "image/png"))} />);
    expect(screen.getAllByRole("button")).toHaveLength(9);
    expect(screen.getByText("+3")).toBeTruthy();
  });

  it("are all there to see in the library", () => {
    const files = Array.from({ length: 12 }, (_, index) => file(`${index}.png`, "image/png"));
    render(<Attachments attachments={files} isLibrary />);
    expect(screen.getAllByRole("button")).toHaveLength(12);
    expect(screen.queryByText(/^\+/u)).toBeNull();
  });

  it("name the kind where the file’s name says none", () => {
    render(<Attachments attachments={[file("notes", "application/x-thing")]} />);
    expect(screen.getByRole("link", { name: /notes.*application\/x-thing · 1\.4 MB/u })).toBeTruthy();
  });

  it("are opened by the token of a share link", () => {
    const { container } = render(<Attachments attachments={[file("a.jpg", "image/jpeg")]} shareToken="abc" />);
    expect(container.querySelector("img")?.src).toContain("share_token=abc");
    expect(container.querySelector("img")?.src).toContain("thumbnail=true");
  });

  it("lead nowhere that could run something", () => {
    render(<Attachments attachments={[file("evil", "text/html", { externalLink: "javascript:alert(1)" })]} />);
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText("evil")).toBeTruthy();
  });
});
