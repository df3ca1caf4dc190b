/** Something of the server that a part of the settings needs: its shape while it loads, or why it did not. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Failure } from "./Failure";
import { LinesSkeleton } from "../ui/LinesSkeleton";

interface LoadedProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, "data" | "error" | "refetch">;
  /** What stands there meanwhile; without it, the lines of one group. */
  readonly waiting?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

export function Loaded<Data>({ query, waiting, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return waiting === undefined ? <LinesSkeleton /> : waiting;
}
