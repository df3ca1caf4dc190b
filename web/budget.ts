/** Fails when the script that runs before the first note weighs more than the page may. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Compressed bytes; slow lines pay for each of them. */
const most = 180_000;
const page = new URL("../appliance/static/", import.meta.url);

function weigh(path: string): number {
  return gzipSync(readFileSync(new URL(path, page))).byteLength;
}

const html = readFileSync(new URL("index.html", page), "utf8");
const scripts = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/gu)].map(([, path]) => path ?? "");
/** The words of the first screen come before anything is drawn: the longest language counts. */
const words = readdirSync(new URL("assets/", page)).filter((name) => /^words-first-.*\.js$/u.test(name));
const longest = Math.max(...words.map((name) => weigh(`assets/${name}`)));
const weight = scripts.map(weigh).reduce((sum, bytes) => sum + bytes, longest);

process.stdout.write(`${weight} of ${most} bytes in ${scripts.length + 1} files before the first note\n`);
if (scripts.length === 0 || words.length === 0 || weight > most) process.exitCode = 1;
