/* global words */
// The volunteers' service worker: hears a call and shows it. It has no fetch handler: no page
// of this place ever goes through it, and nothing is kept. The server puts `words` before this.

const DESK = "/desk";

/** @param {PushMessageData | null} sealed @returns {{t: string, n: number}} */
const read = (sealed) => {
  try {
    return sealed.json();
  } catch {
    return { t: "needed", n: 1 }; // better a call too many
  }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const call = read(event.data);
  const kind = call.t === "test" || call.t === "greet" ? call.t : "needed";
  event.waitUntil(
    self.registration.showNotification(words.title, {
      body: words[kind],
      tag: kind === "needed" ? "kith-desk" : `kith-${kind}`,
      renotify: true,
      requireInteraction: kind === "needed",
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const desk = open.find((page) => new URL(page.url).pathname === DESK);
      await (desk ? desk.focus() : self.clients.openWindow(DESK));
    })(),
  );
});
