// Put into a page before its own scripts: notes when a person could first do something.
// Times are the page's own, in milliseconds since the page was asked for.
(() => {
  const seen = (window.kithSeen = { keys: [], keysPressed: 0 });

  /** After the frame that shows it. */
  const afterPaint = (act) => requestAnimationFrame(() => setTimeout(() => act(performance.now())));

  /** The first time that something holds and can be seen. */
  const firstTime = (holds) =>
    new Promise((found) => {
      const look = () => (holds() ? afterPaint(found) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    });
  const rows = () => document.querySelectorAll("kith-log ol > li").length;
  seen.rows = rows;
  seen.moreRowsThan = (few) => firstTime(() => rows() > few);
  seen.typeable = firstTime(() => {
    const box = document.getElementById("text");
    return box && !box.disabled && box.getClientRects().length > 0;
  });
  seen.live = firstTime(() => document.querySelector("[role=log]")?.getAttribute("aria-busy") === "false");

  // What the browser itself says of a key: from the press to the paint, in steps of 8 ms. It tells
  // nothing under 16 ms, so presses are counted too.
  addEventListener("keydown", () => (seen.keysPressed += 1), true);
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "keydown") seen.keys.push(duration);
  }).observe({ type: "event", durationThreshold: 16 });

  // The way out: from the lifted finger to a blank screen, and what scripts sent before the page was blank.
  // Order is read from the document, at each call: the times of one task cannot be told apart.
  const isBlank = () => "left" in document.documentElement.dataset && !document.body?.children.length;
  const noteCall = () => (seen.sentBefore += isBlank() ? 0 : 1);
  for (const [owner, name] of [[WebSocket.prototype, "send"], [window, "fetch"], [Navigator.prototype, "sendBeacon"]]) {
    const call = owner[name];
    owner[name] = function (...given) {
      noteCall();
      return call.apply(this, given);
    };
  }
  window.navigation?.addEventListener("navigate", noteCall);
  addEventListener("pointerup", ({ timeStamp }) => {
    seen.pressed = timeStamp;
    seen.sentBefore = 0;
  }, true);
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver((_, watching) => {
      if (!isBlank()) return;
      watching.disconnect();
      tell("blank");
      afterPaint(() => tell("painted"));
    }).observe(document, { childList: true, subtree: true, attributes: true });
  });
  const tell = (what) =>
    window.kithTell?.(JSON.stringify({
      what,
      ms: performance.now() - seen.pressed,
      at: (performance.timeOrigin + performance.now()) / 1000,
      sentBefore: seen.sentBefore,
    }));
})();
