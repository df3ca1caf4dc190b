/** How the page's units are tested. Apart from the build, which has no test tools at hand. */
import { defineConfig, mergeConfig } from "vitest/config";
import page from "./vite.config.ts";

export default mergeConfig(
  page,
  defineConfig({
    test: {
      environment: "jsdom",
      include: ["src/**/*.test.{ts,tsx}"],
      setupFiles: ["src/test-setup.ts"],
      restoreMocks: true,
      expect: { poll: { timeout: 5000 } },
      testTimeout: 20_000,
    },
  }),
);
