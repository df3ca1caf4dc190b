/** The user of a page that only signed-in people reach. */
import { createContext, use } from "react";

import type { User } from "../gen/memos/api/v1/user_service_pb";

export const UserContext = createContext<User | null>(null);

/** Whoever looks at the page; null for visitors. */
export function useViewer(): User | null {
  return use(UserContext);
}

export function useUser(): User {
  const user = use(UserContext);
  if (user === null) throw new Error("this page needs a signed-in user");
  return user;
}
