/** Clients that nothing on the first screen needs; code of the first screen imports this file when it is wanted. */
import { createClient } from "@connectrpc/connect";

import { TrashService } from "../gen/appliance/v1/trash_service_pb";
import { InstanceService } from "../gen/memos/api/v1/instance_service_pb";
import { UserService } from "../gen/later/memos/api/v1/user_service_pb";
import { transport } from "./client";

export const instance = createClient(InstanceService, transport);
export const trash = createClient(TrashService, transport);
/** Accounts and what belongs to them; the few calls that the first screen makes are `users` in `client.ts`. */
export const accounts = createClient(UserService, transport);
