/** What the page may load from elsewhere: nothing, unless an administrator says so. */
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import { type PageSettings, PageSettingsService } from "../../gen/appliance/v1/page_settings_service_pb";
import { cache } from "../cache";
import { transport } from "../client";

const client = createClient(PageSettingsService, transport);

export const pageSettings = queryOptions({
  queryKey: ["page-settings"],
  queryFn: ({ signal }): Promise<PageSettings> => client.getPageSettings({}, { signal }),
});

export type Tiles = Pick<PageSettings, "tileUrl" | "tileAttribution">;

export async function saveTiles(tiles: Tiles): Promise<void> {
  const updateMask = { paths: ["tile_url", "tile_attribution"] };
  cache.setQueryData(pageSettings.queryKey, await client.updatePageSettings({ pageSettings: tiles, updateMask }));
}
