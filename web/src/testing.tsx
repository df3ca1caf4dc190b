/** For component tests: the page's real clients, answered where the network would be. */
import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { EditorView } from "@codemirror/view";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { onTestFinished, vi } from "vitest";

import { cache } from "./api/cache";
import { OverviewSchema } from "./gen/appliance/v1/overview_service_pb";
import { UserSchema } from "./gen/memos/api/v1/user_service_pb";
import { UserContext } from "./hooks/useUser";

export const ada = create(UserSchema, { name: "users/ada", username: "ada" });

type Answer = (body: Uint8Array) => Response | Promise<Response>;

/** Answer a procedure with a message that is made from the request. */
export function answer<I extends DescMessage, O extends DescMessage>(
  input: I,
  output: O,
  reply: (request: MessageShape<I>) => MessageShape<O>,
): Answer {
  return (body) =>
    new Response(new Uint8Array(toBinary(output, reply(fromBinary(input, body)))), {
      headers: { "content-type": "application/proto" },
    });
}

/** Refuse a procedure as the server would. */
export function refuse(status: number, code: string): Answer {
  return () =>
    new Response(JSON.stringify({ code }), {
      status,
      headers: { "content-type": "application/json", "x-request-id": "req-1" },
    });
}

const nothingYet: Answer = () =>
  new Response(new Uint8Array(toBinary(OverviewSchema, create(OverviewSchema))), {
    headers: { "content-type": "application/proto" },
  });

/** Put answers where the server would be; the name of a procedure is its key. */
export function serve(answers: Readonly<Record<string, Answer>>): void {
  const known: Readonly<Record<string, Answer>> = { GetOverview: nothingYet, ...answers };
  vi.stubGlobal("fetch", (input: string | URL, init: RequestInit = {}) => {
    const procedure = String(input).split("/").at(-1) ?? "";
    const body = init.body instanceof Uint8Array ? init.body : new Uint8Array();
    const found = known[procedure];
    return found === undefined ? Promise.reject(new TypeError("Failed to fetch")) : Promise.resolve(found(body));
  });
}

/** What every part of the page stands in. */
export function surrounded(part: ReactNode): ReactNode {
  return (
    <QueryClientProvider client={cache}>
      <MemoryRouter>
        <UserContext value={ada}>{part}</UserContext>
      </MemoryRouter>
    </QueryClientProvider>
  );
}

/** Draw a part of the page as a signed-in user sees it. */
export function draw(part: ReactNode) {
  return render(surrounded(part));
}

/** Give the page as much of a layout as CodeMirror asks for; without it a text stays in its plain area. */
export function layOut(): void {
  Object.assign(Range.prototype, { getClientRects: () => [] });
  onTestFinished(() => {
    Reflect.deleteProperty(Range.prototype, "getClientRects");
  });
}

/** The one CodeMirror on the page, once it is there. */
export async function codeMirror(): Promise<EditorView> {
  return waitFor(() => {
    const content = document.querySelector<HTMLElement>(".cm-content");
    const view = content === null ? null : EditorView.findFromDOM(content);
    if (view === null) throw new Error("the editor is not there yet");
    return view;
  });
}
