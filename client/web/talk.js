/**
 * The room's second half: keeps the line open, sends what is written, and does what people press.
 * The parts know nothing of each other; here they are put together.
 */

import { Acts } from "./acts.js";
import "./parts/composer.js";
import { fitToSight } from "./parts/height.js";
import { Pace } from "./parts/pace.js";
import { People } from "./parts/people.js";
import { Returned } from "./parts/returned.js";
import { rove } from "./parts/roving.js";
import { cardRow, unsentRow } from "./parts/rows.js";
import { closeable } from "./parts/sheets.js";
import { Status } from "./parts/status.js";
import { phrases } from "./phrases.js";
import { whileReading, withCard, withoutCards } from "./state/room.js";
import { enterFrame } from "./wire/identity.js";
import { Pending } from "./wire/pending.js";
import { Visit } from "./wire/visit.js";

const find = (id) => document.getElementById(id);
const aloneMs = 5 * 60 * 1000;

/** Everything a person sees change, in one place. */
class Talk {
  #page;
  #visit;
  #pending = new Pending((frame) => this.#visit.send(frame));
  #words = phrases(document);
  #rows = new WeakMap();
  #alone = 0;

  constructor(page, enter) {
    const url = `${location.origin.replace("http", "ws")}/ws`;
    this.#page = page;
    this.#visit = new Visit(page, this.#pending, { url, enter });
    this.#parts();
    this.#listen();
    this.#hands();
    const { composer, status } = this;
    new Acts({ page, visit: this.#visit, pending: this.#pending, composer, status, words: this.#words });
    const { socket, heard } = page;
    page.heard = null;
    this.status.away();
    this.#visit.start(socket, heard);
    if (page.pressed) this.composer.send();
  }

  #parts() {
    const { log } = this.#page;
    const words = this.#words;
    log.builders = { ...log.builders, unsent: unsentRow, card: cardRow };
    log.speak(words, this.#page.time);
    log.redraw();
    rove(log);
    fitToSight();
    closeable([...document.querySelectorAll("details.drop")]);
    this.composer = document.querySelector("kith-composer");
    this.composer.speak(words);
    this.status = new Status(find("status"), words);
    this.people = new People(find("people"), words);
    this.returned = new Returned(find("returned"), find("alert"), words);
    this.pace = new Pace(log, (n) => this.status.say("room.many", { n }));
    this.#useSettings();
    addEventListener("storage", ({ key }) => key === "k.settings" && this.#useSettings());
  }

  #useSettings() {
    const settings = keptSettings();
    this.composer.use(settings);
    this.pace.readAll = Boolean(settings.aloud);
  }

  /** What comes from the wire. */
  #listen() {
    const on = (name, act) => this.#visit.addEventListener(name, ({ detail }) => act(detail));
    on("in", (hello) => this.#entered(hello));
    on("lost", () => this.status.away());
    on("over", (end) => this.#over(end));
    on("full", ({ next }) => this.#page.become(withCard(this.#page.room, "full", { next })));
    const { status } = this;
    this.#pending.addEventListener("change", () => this.#showUnsent());
    this.#pending.addEventListener("settled", ({ detail }) => status.say(detail.saved ? "room.saved" : "room.sent"));
    this.#pending.addEventListener("refused", ({ detail }) => this.returned.add(detail));
    this.#page.log.addEventListener("drawn", () => this.#drawn());
  }

  /** What comes from the person's hands. */
  #hands() {
    const { log } = this.#page;
    log.addEventListener("reading", ({ detail }) => this.#page.become(whileReading(this.#page.room, detail)));
    log.addEventListener("earlier", () => this.#visit.earlier() || this.status.say("room.away"));
    this.composer.addEventListener("say", ({ detail }) => this.#say(detail));
    this.composer.addEventListener("note", ({ detail }) => this.status.say(detail.key, detail.values));
    this.returned.addEventListener("take", ({ detail }) => this.composer.take(detail));
    this.returned.addEventListener("drop", ({ detail }) => this.#pending.drop(detail));
    document.addEventListener("kith:leave", () => this.#flee());
    addEventListener("pagehide", () => this.#visit.close());
  }

  #say({ text, replaces }) {
    this.#pending.say(text, replaces);
    this.#page.log.scroller.scrollTop = 0;
  }

  #entered({ you, room }) {
    this.status.back();
    this.status.say("room.in", { alias: you.alias });
    find("title").textContent = room.title;
    const now = ["offline", "full", "wait"].reduce(withoutCards, this.#page.room);
    this.#page.become(now);
  }

  #showUnsent() {
    const { you } = this.#page.room;
    this.#page.unsent = this.#pending.items
      .filter((item) => !item.seen && item.state !== "refused")
      .map((item) => this.#row(item, you));
    this.#page.show();
  }

  /** The same item is the same row, so that the log leaves it alone. */
  #row(item, you) {
    const known = this.#rows.get(item);
    if (known && known.by === you?.id) return known;
    const { id, text, state } = item;
    const at = known?.at ?? Date.now();
    const row = { key: `id:${id}`, kind: "unsent", n: 0, mine: true, id, text, state, at, by: you?.id };
    this.#rows.set(item, row);
    return row;
  }

  #drawn() {
    const { room } = this.#page;
    this.people.show(room);
    if (room.people.size + room.others !== 1) {
      clearTimeout(this.#alone);
      this.#alone = 0;
      if (room.lines.some((line) => line.card === "alone")) this.#page.become(withoutCards(room, "alone"));
    } else {
      this.#alone ||= setTimeout(() => this.#page.become(withCard(this.#page.room, "alone")), aloneMs);
    }
  }

  /** The end, and why, in words. */
  #over({ code, refusal }) {
    const ends = { 4501: "origin", 4502: "closed", 4503: "removed", 1000: "left" };
    const card = refusal?.code === "removed" ? "removed" : ends[code] ?? "fault";
    this.status.over(`room.over_${card}`);
    this.composer.close();
    this.#page.become(withCard(this.#page.room, card));
  }

  #flee() {
    this.#visit.flee();
    this.#page.log.wipe();
    this.composer.wipe();
  }
}

function keptSettings() {
  try {
    return JSON.parse(localStorage.getItem("k.settings")) ?? {};
  } catch {
    return {};
  }
}

/** The `enter` frame of this tab, or made from a kept secret; without one, back to the gate. */
async function frameToEnter() {
  const { handle, house } = document.documentElement.dataset;
  const kept = sessionStorage.getItem(`k.${handle}`);
  const frame = kept ?? (await enterFrame({ house, room: find("composer").dataset.room, lang: document.documentElement.lang }));
  if (frame && !kept) sessionStorage.setItem(`k.${handle}`, frame);
  return frame && JSON.parse(frame);
}

/** Called by app.js once the page has shown what there is. */
export async function start(page) {
  const enter = await frameToEnter();
  if (enter) page.talk = new Talk(page, enter);
  else location.replace(document.documentElement.dataset.gate);
}
