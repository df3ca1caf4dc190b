// Keeps the shell of the page for moments without a network, and takes what other apps share.
// Notes are never kept here: everything the server says about them passes through untouched.

const scope = new URL(self.registration.scope);
const shareTarget = new URL("share-target", scope).pathname;
const assets = new URL("assets/", scope).pathname;
const interfaces = ["api/", "file/", "memos.api.", "appliance.v1."].map((path) => new URL(path, scope).pathname);
const prefix = "appliance.shell ";
const inbox = "appliance.shared";

/** One cache for each version of the page, named after its script; the last two are kept. */
async function remember(response) {
  const script = /assets\/first-[^"]+\.js/u.exec(await response.clone().text())?.[0];
  if (script === undefined) return;
  const name = prefix + script;
  const known = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
  const cache = await caches.open(name);
  await cache.put(scope.href, response);
  await Promise.all(known.slice(0, -1).map((key) => caches.delete(key)));
}

async function newest() {
  const name = (await caches.keys()).findLast((key) => key.startsWith(prefix));
  return name === undefined ? undefined : caches.open(name);
}

async function openPage(event) {
  try {
    const response = await fetch(event.request);
    const isPage = response.ok && response.headers.get("content-type")?.startsWith("text/html") === true;
    if (isPage) event.waitUntil(remember(response.clone()));
    return response;
  } catch (error) {
    const kept = await (await newest())?.match(scope.href);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Names of assets carry a digest of their content: what was kept is right. */
async function openAsset(event) {
  // What cannot be read from disk is asked for like what was never kept.
  const kept = await caches.match(event.request).catch(() => undefined);
  if (kept !== undefined) return kept;
  const response = await fetch(event.request);
  const copy = response.clone();
  if (response.ok) event.waitUntil(newest().then((cache) => cache?.put(event.request, copy)));
  return response;
}

/** Put what was shared where the page finds it: in no address, so in no log. */
async function takeShared(event) {
  const form = await event.request.formData();
  const text = ["title", "text", "url"].map((field) => form.get(field)).filter(Boolean).join("\n");
  const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
  const cache = await caches.open(inbox);
  await cache.put(new URL("shared/text", scope), new Response(text));
  await Promise.all(
    files.map((file, index) =>
      cache.put(
        new URL(`shared/${index}/${encodeURIComponent(file.name)}`, scope),
        new Response(file, { headers: { "content-type": file.type } }),
      ),
    ),
  );
  return Response.redirect(new URL("./?shared", scope).href, 303);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetch(scope.href).then((response) => (response.ok ? remember(response) : undefined)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== scope.origin || interfaces.some((path) => pathname.startsWith(path))) return;
  if (method === "POST" && pathname === shareTarget) event.respondWith(takeShared(event));
  if (method !== "GET") return;
  if (mode === "navigate") event.respondWith(openPage(event));
  else if (pathname.startsWith(assets)) event.respondWith(openAsset(event));
});
