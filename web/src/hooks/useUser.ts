/** The user of a page that only signed-in people reach. */
import { createContext, use } from "react";

import type { User } from "../gen/memos/api/v1/user_service_pb";

export const UserContext = createContext<User | null>(null);

export function useUser(): User {
  const user = use(UserContext);
  if (user === null) throw new Error("this page needs a signed-in user");
  return user;
}
