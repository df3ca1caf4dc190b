import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";

import { explain, isUnreachable } from "./errors";

describe("explaining", () => {
  it("says that the server cannot be reached, and that no request is known there", () => {
    const error = ConnectError.from(new TypeError("Failed to fetch"));
    expect(isUnreachable(error)).toBe(true);
    expect(explain(error)).toEqual({
      sentence: "The server cannot be reached. Check the connection, then try again.",
      requestId: "",
    });
  });

  it("repeats what the server wrote for the person who asked", () => {
    const error = new ConnectError("content is too long", Code.InvalidArgument, { "x-request-id": "abc" });
    expect(explain(error)).toEqual({ sentence: "Content is too long.", requestId: "abc" });
  });

  it("keeps the server's inner words to itself", () => {
    const error = new ConnectError("no such table: memo", Code.Internal, { "x-request-id": "abc" });
    expect(explain(error)).toEqual({ sentence: "Something went wrong on the server. Try again.", requestId: "abc" });
  });

  it("has a sentence for whatever else is thrown", () => {
    expect(explain("nonsense").sentence).toMatch(/Try again\.$/u);
  });
});
