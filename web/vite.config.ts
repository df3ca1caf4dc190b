/** How the page is built, and served while developing. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

import { binaryOnly } from "./protobuf.ts";
import { chunkName, words } from "./words.ts";

/** The server fills the placeholder when it serves the page; the development server stands in for it. */
const basePathWhileDeveloping: Plugin = {
  name: "base-path-while-developing",
  apply: "serve",
  transformIndexHtml: (html) => html.replace("__BASE_PATH__", ""),
};

const api = process.env["APPLIANCE_DEV_SERVER"] ?? "http://127.0.0.1:5230";

/** What the document that draws diagrams starts from; it must not fetch the page with it. */
const ofDiagrams = /\/diagram(?:\/|\.html)/u;

export default defineConfig({
  base: "./",
  plugins: [words, binaryOnly, react(), tailwindcss(), basePathWhileDeveloping],
  build: {
    outDir: "../appliance/static",
    emptyOutDir: true,
    // Every browser that the page supports preloads modules by itself. Chunks name what they need: a list
    // of all their names would weigh on the first screen.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, names) => names.filter((name) => name.endsWith(".css")),
    },
    // The page carries the work of others: their licences go with it.
    license: { fileName: "licenses.md" },
    // light-dark() and oklch() are understood by every browser the page supports.
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    // What the first screen needs is one file: it compresses better, and no request waits for another.
    rolldownOptions: {
      // Diagrams are drawn by a document of their own, with fewer rights than the page has.
      input: ["index.html", "diagram.html"],
      output: {
        codeSplitting: {
          groups: [
            { name: "loading", test: /preload-helper/u, priority: 1 },
            { name: "first", tags: ["$initial"], test: (id) => !ofDiagrams.test(id) },
          ],
        },
        chunkFileNames: ({ name, facadeModuleId }) => `assets/${chunkName(name, facadeModuleId)}-[hash].js`,
      },
    },
    // Inlined files would be data: URLs, which the content policy refuses.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(
      ["/memos.api.v1.", "/appliance.v1.", "/api", "/file"].map((path) => [path, api]),
    ),
  },
});
