/** The one cache of what the server said. */
import { Code } from "@connectrpc/connect";
import { QueryClient } from "@tanstack/react-query";

import { isCode } from "./errors";

/** Answers that another try would only repeat. */
const final = [Code.Unauthenticated, Code.PermissionDenied, Code.NotFound, Code.InvalidArgument, Code.Unimplemented];

export function newCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && !final.some((code) => isCode(error, code)),
        // The server is often on the same network: "offline" says nothing about it.
        networkMode: "always",
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

export const cache = newCache();
