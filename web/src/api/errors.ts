/** Failures as a person wants to read them: what happened, what to do, and the id to quote. */
import { Code, ConnectError } from "@connectrpc/connect";

export interface Explained {
  readonly sentence: string;
  /** Finds the request in the server's log; empty when the server was not reached. */
  readonly requestId: string;
}

const sentences: Partial<Record<Code, string>> = {
  [Code.Unauthenticated]: "Your session has ended. Sign in again; what you typed is kept.",
  [Code.PermissionDenied]: "You may not do that.",
  [Code.NotFound]: "That does not exist any more.",
  [Code.AlreadyExists]: "That name is taken.",
  [Code.ResourceExhausted]: "Too many requests. Wait a moment, then try again.",
  [Code.Unavailable]: "The server is not ready. Try again in a moment.",
  [Code.Unimplemented]: "This server cannot do that yet.",
  [Code.DeadlineExceeded]: "The server took too long. Try again.",
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
  if (error.cause instanceof TypeError) return "The server cannot be reached. Check the connection, then try again.";
  if (spoken.has(error.code) && error.rawMessage !== "") return asSentence(error.rawMessage);
  return sentences[error.code] ?? "Something went wrong on the server. Try again.";
}

export function explain(error: unknown): Explained {
  const known = ConnectError.from(error);
  return { sentence: sentenceOf(known), requestId: known.metadata.get("x-request-id") ?? "" };
}
