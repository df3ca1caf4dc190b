/** The search in the address bar: reload and share give the same view. */
import { useMemo } from "react";
import { useSearchParams } from "react-router";

import { type Search, searchOf } from "../lib/search";

export function useSearch(): Search {
  const [parameters] = useSearchParams();
  const query = parameters.toString();
  return useMemo(() => searchOf(new URLSearchParams(query)), [query]);
}
