/** The day with which weeks begin, as administrators chose it: -1 is Saturday, 0 Sunday, 1 Monday. */
import { queryOptions } from "@tanstack/react-query";

export const weekStartOffset = queryOptions({
  queryKey: ["week-start"],
  queryFn: async ({ signal }): Promise<number> => {
    const { instance } = await import("./laterClients");
    const { value } = await instance.getInstanceSetting({ name: "instance/settings/GENERAL" }, { signal });
    return value.case === "generalSetting" ? value.value.weekStartDayOffset : 0;
  },
  staleTime: Infinity,
});
