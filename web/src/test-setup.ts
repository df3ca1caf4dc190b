/** What every test starts from: an empty disk, and nothing left of the test before. */
import "fake-indexeddb/auto";

import { cleanup, configure } from "@testing-library/react";
import { clear } from "idb-keyval";
import { afterEach } from "vitest";

import { cache } from "./api/cache";
import { loadRest, speak } from "./i18n";

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5000 });

await speak("en");
await loadRest();

afterEach(async () => {
  cleanup();
  cache.clear();
  localStorage.clear();
  sessionStorage.clear();
  await clear();
});
