/** What people press in a room, besides writing. Dialogs are fetched in a quiet moment. */

import { leapTo } from "./parts/keys.js";
import { without, withCard } from "./state/cards.js";

const find = (id) => document.getElementById(id);
const hourS = 3600;
const againMs = 2500;

export class Acts {
  #page;
  #visit;
  #pending;
  #status;
  #words;
  #openHelp = null;

  /** @param {object} page app.js's, with its visit and pending */
  constructor(page, { status, words }) {
    this.#page = page;
    this.#visit = page.visit;
    this.#pending = page.pending;
    this.#status = status;
    this.#words = words;
    this.#onLines();
    this.#onPage();
    const quiet = window.requestIdleCallback ?? ((act) => setTimeout(act, 500));
    quiet(() => this.#prepare());
    status.addEventListener("long", () => this.#card("offline"));
  }

  #onLines() {
    const acts = {
      about: (line) => this.#about(line).catch(() => this.#status.say("room.not_done")),
      retry: ({ id }) => this.#retry(id),
      drop: ({ id }) => this.#pending.drop(id),
      change: ({ id, text }) => this.#page.composer.take(text, id),
      lines: () => this.#help(),
      close: ({ key }) => this.#page.become(without(this.#page.room, key)),
      circle: ({ next }) => this.#circle(next),
      rooms: () => location.replace(find("leave-room").href),
      reload: () => location.reload(),
    };
    for (const [name, act] of Object.entries(acts)) {
      this.#page.log.addEventListener(name, ({ detail }) => act(detail.item));
    }
    this.#page.log.addEventListener("earlier", () => this.#earlier());
    for (const name of ["not_meant", "yes", "line", "not_now", "appeal", "blank", "keep", "aside"]) {
      this.#page.log.addEventListener(name, ({ detail }) => this.#answer(name, detail.item).catch(() => this.#status.say("room.not_done")));
    }
  }

  #earlier() {
    if (!this.#visit.earlier()) return this.#status.say("room.away");
    return this.#page.log.addEventListener("drawn", this.#nothingEarlier);
  }

  /** The button went away: why is said. */
  #nothingEarlier = () => {
    if (this.#page.room.moreBefore) return;
    this.#page.log.removeEventListener("drawn", this.#nothingEarlier);
    this.#status.say("room.nothing_earlier");
  };

  #onPage() {
    find("need").addEventListener("click", () => this.#need());
    find("slip").addEventListener("click", ({ currentTarget }) => this.#slip(currentTarget.closest("details")).catch(() => this.#status.say("room.not_done")));
    find("forget").addEventListener("click", () => this.#forget().catch(() => this.#status.say("room.not_done")));
    find("leave-room").addEventListener("click", (event) => this.#leave(event));
    document.addEventListener("click", (event) => this.#elsewhere(event));
    document.addEventListener("click", (event) => {
      if (!event.target.closest?.("[data-help]") || !this.#openHelp) return;
      event.preventDefault();
      this.#openHelp();
    });
    const { log, composer } = this.#page;
    const places = { KeyM: () => composer.focusBox(), KeyL: () => log.scroller.focus(), KeyH: () => this.#help() };
    leapTo(places, () => composer.settings.keys !== false);
  }

  /** From here on they open without a network. */
  async #prepare() {
    const parts = Promise.all([import("./parts/help.js"), import("./parts/about.js")]);
    const [{ helpDialog }] = await parts.catch(() => []);
    if (!helpDialog) return setTimeout(() => this.#prepare(), againMs);
    this.#page.log.addEventListener("drawn", this.#beforeIsNeeded);
    this.#beforeIsNeeded();
    this.#openHelp = helpDialog(find("help"), {
      words: this.#words,
      duty: () => this.#page.room.duty,
      need: () => this.#need(),
    });
    document.documentElement.dataset.ready = "";
  }

  /** Another's words stand here: a volunteer can be asked about them also where the line is lost. */
  #beforeIsNeeded = () => {
    const { log, room } = this.#page;
    if (!this.#visit.live || !room.lines.some(({ kind, mine }) => kind === "said" && !mine)) return;
    log.removeEventListener("drawn", this.#beforeIsNeeded);
    this.#words.seldom().catch(() => log.addEventListener("drawn", this.#beforeIsNeeded));
  };

  #help() {
    if (this.#openHelp) this.#openHelp();
    else location.assign(document.querySelector("a[data-help]").href);
  }

  async #answer(name, item) {
    const [{ answer }] = await Promise.all([import("./parts/answering.js"), this.#words.seldom()]);
    const room = { page: this.#page, status: this.#status, words: this.#words, ask: (...asked) => this.#ask(...asked) };
    answer(name, item, room);
  }

  #retry(id) {
    this.#pending.retry(id);
    if (this.#visit.ended) this.#visit.knock();
  }

  async #about(line) {
    const { openAbout } = await import("./parts/about.js");
    const { room } = this.#page;
    const muted = room.muted.has(line.by);
    openAbout(line, { words: this.#words, muted, duty: room.duty }, {
      mute: () => this.#page.become(withMuted(this.#page.room, line.by, !muted)),
      thank: () => this.#ask({ t: "thank", n: line.n }, "room.thanked"),
      report: (why) => this.#ask({ t: "report", n: line.n, why }, "room.reported"),
      copy: () => this.#copy(line.text),
    });
  }

  /** The answer stands in the room, so the menu is not left over it. */
  async #slip(menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    await this.#words.seldom();
    this.#ask({ t: "slip" }, "room.slip_given", "room.slip_none");
  }

  async #ask(frame, done, not = "room.not_done") {
    if (!this.#visit.live) this.#status.say("room.later");
    const answer = await this.#pending.ask(frame);
    this.#status.say(answer.t === "ack" ? done : not);
    return answer;
  }

  async #copy(text) {
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    this.#status.say(copied ? "room.copied" : "room.not_copied");
  }

  /** The card with the truth comes from the server; without it, the truth is that nobody knows yet. */
  async #need() {
    if (!this.#visit.live) this.#card("wait");
    this.#page.log.scroller.scrollTop = 0;
    await this.#ask({ t: "need" }, "room.needed");
  }

  /** Nobody is forgotten without a network, so this is fetched when it is asked for. */
  async #forget() {
    const [{ openForget, showForgotten }] = await Promise.all([import("./parts/forget.js"), this.#words.seldom()]);
    const hours = Math.max(1, Math.round((this.#page.room.facts?.keep_s ?? hourS * 24) / hourS));
    const rooms = find("leave-room").href;
    openForget(this.#words, hours, async () => (await this.#forgetNow()) && showForgotten(this.#words, rooms));
  }

  /** @returns whether it is done */
  async #forgetNow() {
    const { handle, gate } = document.documentElement.dataset;
    const answer = await this.#ask({ t: "forget" }, "room.forgotten");
    if (answer.t !== "ack") return false;
    sessionStorage.removeItem(`k.${handle}`);
    sessionStorage.removeItem("k.secret"); // the same secret would be the same person again
    // A reload must not walk in again by itself.
    history.replaceState(null, "", gate);
    return true;
  }

  /** What is in the box is lost with the page: nobody goes to another one unasked. */
  #elsewhere(event) {
    const link = event.target.closest?.(".menu a:not(#leave-room), [data-first] a:not([data-help])");
    const { box } = this.#page.composer;
    const loses = box.value.trim() || document.querySelector("li.unsent, #returned:not([hidden])");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !(loses || "read" in link.dataset)) return;
    event.preventDefault();
    const part = import("./parts/elsewhere.js");
    part.then(({ goElsewhere }) => goElsewhere(link, this.#words)).catch(() => this.#status.say("room.not_done"));
  }

  /** In the room's place: Back would walk in again. */
  async #leave(event) {
    event.preventDefault();
    const rooms = event.currentTarget.href;
    await this.#visit.leave();
    location.replace(rooms);
  }

  async #circle(next) {
    const { handle, house } = document.documentElement.dataset;
    const { enterFrame } = await import("./wire/identity.js");
    const frame = await enterFrame({ house, room: next, lang: document.documentElement.lang });
    if (!frame) return;
    sessionStorage.setItem(`k.${handle}`, frame);
    this.#visit.move(JSON.parse(frame));
  }

  #card(kind) {
    this.#page.become(withCard(this.#page.room, kind));
  }
}

/** Somebody's words are folded away on this page, or no longer. */
function withMuted(room, by, on) {
  const muted = new Set(room.muted);
  if (on) muted.add(by);
  else muted.delete(by);
  return { ...room, muted };
}
