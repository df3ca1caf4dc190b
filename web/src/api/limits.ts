/** What the instance allows and offers those who write. */
import { queryOptions } from "@tanstack/react-query";

const clients = () => import("./laterClients");

export const uploadLimitQuery = queryOptions({
  queryKey: ["limits", "upload"],
  queryFn: async (): Promise<number> => (await import("./uploads")).uploadLimit(),
  staleTime: 300_000,
});

/** Whether speech can be written down here. */
export const transcriptionQuery = queryOptions({
  queryKey: ["limits", "transcription"],
  queryFn: async (): Promise<boolean> => {
    const { instance } = await clients();
    const { value } = await instance.getInstanceSetting({ name: "instance/settings/AI" });
    return value.case === "aiSetting" && (value.value.transcription?.providerId ?? "") !== "";
  },
  staleTime: 300_000,
});
