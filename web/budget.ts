/** Fails when the script that runs before the first note weighs more than the page may. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Compressed bytes; slow lines pay for each of them. */
const most = 180_000;
const page = new URL("../appliance/static/", import.meta.url);

const html = readFileSync(new URL("index.html", page), "utf8");
const first = [...html.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/gu)].map(([, path]) => path ?? "");
const weight = first
  .map((path) => gzipSync(readFileSync(new URL(path, page))).byteLength)
  .reduce((sum, bytes) => sum + bytes, 0);

process.stdout.write(`${weight} of ${most} bytes in ${first.length} files before the first note\n`);
if (first.length === 0 || weight > most) process.exitCode = 1;
