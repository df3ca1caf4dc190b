/** What every test starts from: an empty disk, and nothing left of the test before. */
import "fake-indexeddb/auto";

import { cleanup } from "@testing-library/react";
import { clear } from "idb-keyval";
import { afterEach } from "vitest";

import { cache } from "./api/cache";
import { loadRest, speak } from "./i18n";

await speak("en");
await loadRest();

afterEach(async () => {
  cleanup();
  cache.clear();
  localStorage.clear();
  sessionStorage.clear();
  await clear();
});
