import { afterEach, beforeEach, expect, it, vi } from "vitest";
import table from "virtual:words";

import { cache } from "../api/cache";
import { uploadLimitQuery } from "../api/limits";
import { DraftBox } from "../stores/draftBox";
import { emptyDraft } from "../stores/drafts";
import { serve } from "../testing";
import { bringShared } from "./shared";

/** The browser of these tests has no caches: as much of them as is used. */
class Shelves {
  readonly #shelves = new Map<string, Map<string, () => Response>>();

  has = (name: string): boolean => this.#shelves.has(name);
  delete = (name: string): Promise<boolean> => Promise.resolve(this.#shelves.delete(name));

  put(name: string, url: string, response: () => Response): void {
    const shelf = this.#shelves.get(name) ?? new Map<string, () => Response>();
    this.#shelves.set(name, shelf.set(url, response));
  }

  open = (name: string) => {
    const shelf = this.#shelves.get(name) ?? new Map<string, () => Response>();
    return Promise.resolve({
      keys: () => Promise.resolve([...shelf.keys()].map((url) => ({ url }))),
      match: ({ url }: { readonly url: string }) => Promise.resolve(shelf.get(url)?.()),
    });
  };
}

const inbox = "appliance.shared";
const poem = `${location.origin}/shared/0/a%20poem.txt`;
let shelves: Shelves;

beforeEach(() => {
  serve({});
  cache.setQueryData(uploadLimitQuery.queryKey, 1000);
  shelves = new Shelves();
  shelves.put(inbox, `${location.origin}/shared/text`, () => new Response("Read this"));
  vi.stubGlobal("caches", shelves);
});
afterEach(() => vi.unstubAllGlobals());

it("brings what was shared although no more words can be fetched, and then takes it off the shelf", async () => {
  shelves.put(inbox, poem, () => new Response("a poem", { headers: { "content-type": "text/plain" } }));
  const { en } = table;
  if (en === undefined) throw new Error("there is no English");
  vi.spyOn(en, "rest").mockRejectedValue(new TypeError("Failed to fetch"));
  const box = new DraftBox("shared", emptyDraft);
  await bringShared(box);
  expect(box.current().text).toBe("Read this");
  expect(box.current().files.map(({ filename }) => filename)).toEqual(["a poem.txt"]);
  expect(shelves.has(inbox)).toBe(false);
});

it("leaves on the shelf what could not be brought", async () => {
  const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError("no more room")) });
  shelves.put(inbox, poem, () => new Response(broken));
  const box = new DraftBox("unread", emptyDraft);
  await expect(bringShared(box)).rejects.toThrow("no more room");
  expect(shelves.has(inbox)).toBe(true);
});
