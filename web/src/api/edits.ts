/** The client for edits that overwrite nobody; fetched with the first edit that is saved. */
import { createClient } from "@connectrpc/connect";

import { MemoEditService } from "../gen/appliance/v1/memo_edit_service_pb";
import { transport } from "./client";

export const memoEdits = createClient(MemoEditService, transport);
