/** How the page is built, and served while developing. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The server fills the placeholder when it serves the page; the development server stands in for it. */
const basePathWhileDeveloping: Plugin = {
  name: "base-path-while-developing",
  apply: "serve",
  transformIndexHtml: (html) => html.replace("__BASE_PATH__", ""),
};

const api = process.env["APPLIANCE_DEV_SERVER"] ?? "http://127.0.0.1:5230";

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss(), basePathWhileDeveloping],
  build: {
    outDir: "../appliance/static",
    emptyOutDir: true,
    // The page carries the work of others: their licences go with it.
    license: { fileName: "licenses.md" },
    // light-dark() and oklch() are understood by every browser the page supports.
    cssTarget: ["chrome123", "safari17.5", "firefox120"],
    // Inlined files would be data: URLs, which the content policy refuses.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(
      ["/memos.api.v1.", "/appliance.v1.", "/api", "/file"].map((path) => [path, api]),
    ),
  },
});
