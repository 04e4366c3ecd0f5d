// The way out. Stands in the head of every page, so it works before anything else has arrived.
// Order matters: the screen is blank first, from what is here; the network comes last.
(() => {
  const pressesNeeded = 3;
  const withinMs = 5000;
  const root = document.documentElement;
  const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel("k") : null;

  const stored = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {}; // storage is closed, or holds nothing of ours
    }
  };

  /** Nothing of the page is left on the screen or in the document, not even its title. */
  const cover = () => {
    const blank = document.createElement("body");
    blank.textContent = root.dataset.loading ?? "";
    // The body first: a mark on the root while it still stands would have all of it styled anew.
    if (document.body) document.body.replaceWith(blank);
    else root.append(blank);
    root.dataset.left = "";
    document.title = blank.textContent;
  };

  /** Empty the device. Tells whether milestones stay, which only their owner can have asked for. */
  const wipe = () => {
    try {
      const kept = stored("k.milestones").hold ? localStorage.getItem("k.milestones") : null;
      localStorage.clear();
      if (kept) localStorage.setItem("k.milestones", kept);
      return Boolean(kept);
    } catch {
      return false;
    } finally {
      try {
        sessionStorage.clear();
      } catch { /* closed: then it holds nothing of ours */ }
    }
  };

  /** Offline the blank page stays: the browser's own "no internet" page would show the address. */
  const whenOnline = (act) => {
    if (navigator.onLine) act();
    else addEventListener("online", act, { once: true });
  };

  /** In the language of the page, so that what opens is the page one may have tried. */
  const wayOut = (held) => {
    const way = new URL(root.dataset.out ?? "/out", location.origin);
    if (held) way.searchParams.set("hold", "1");
    return way.href;
  };

  const leave = ({ tellOthers }) => {
    cover();
    const held = wipe();
    document.dispatchEvent(new CustomEvent("kith:leave"));
    if (tellOthers) otherTabs?.postMessage("leave");
    whenOnline(() => location.replace(wayOut(held)));
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-leave]")) return;
    event.preventDefault();
    leave({ tellOthers: true });
  }, true);
  otherTabs?.addEventListener("message", () => leave({ tellOthers: false }));

  // Shift alone counts, three times; Shift for a capital letter or a marked word does not.
  let alone = false;
  let presses = 0;
  let last = 0;
  const forget = () => {
    alone = false;
    presses = 0;
  };
  addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Shift") return;
    alone = event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!alone) forget();
  }, true);
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses = event.timeStamp - last <= withinMs ? presses + 1 : 1;
    last = event.timeStamp;
    if (presses === pressesNeeded && stored("k.settings").shift !== false) {
      leave({ tellOthers: true });
    }
  }, true);
  addEventListener("pointerdown", forget, true);

  // Back must not bring the page back from memory as it was: blank, then fetched anew.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    cover();
    whenOnline(() => location.reload());
  });
})();
