/** Failures as a person wants to read them: what happened, what to do, and the id to quote. */
import { Code, ConnectError } from "@connectrpc/connect";

import { type Key, t } from "../i18n";

export interface Explained {
  readonly sentence: string;
  /** Finds the request in the server's log; empty when the server was not reached. */
  readonly requestId: string;
}

const sentences: Partial<Record<Code, Key>> = {
  [Code.Unauthenticated]: "errors.unauthenticated",
  [Code.PermissionDenied]: "errors.permissionDenied",
  [Code.NotFound]: "errors.notFound",
  [Code.AlreadyExists]: "errors.alreadyExists",
  [Code.ResourceExhausted]: "errors.resourceExhausted",
  [Code.Unavailable]: "errors.unavailable",
  [Code.Unimplemented]: "errors.unimplemented",
  [Code.DeadlineExceeded]: "errors.deadlineExceeded",
};

/** Refusals whose text the server wrote for the person who asked. */
const spoken = new Set([Code.InvalidArgument, Code.FailedPrecondition]);

/** The request never got an answer of the server: the network, or a proxy in between. */
export function isUnreachable(error: unknown): boolean {
  const known = ConnectError.from(error);
  return known.cause instanceof TypeError || known.code === Code.Unavailable;
}

export function isCode(error: unknown, code: Code): boolean {
  return error instanceof ConnectError && error.code === code;
}

function asSentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/u.test(first) ? first : `${first}.`;
}

function sentenceOf(error: ConnectError): string {
  if (error.cause instanceof TypeError) return t("errors.unreachable");
  if (spoken.has(error.code) && error.rawMessage !== "") return asSentence(error.rawMessage);
  return t(sentences[error.code] ?? "errors.unknown");
}

export function explain(error: unknown): Explained {
  const known = ConnectError.from(error);
  return { sentence: sentenceOf(known), requestId: known.metadata.get("x-request-id") ?? "" };
}
