/** The room's third step: everything around the talk. The parts know nothing of each other. */

import { Acts } from "./acts.js";
import { cardRow } from "./parts/cards.js";
import { closeable, walkLines } from "./parts/keys.js";
import { Newest } from "./parts/newest.js";
import { People } from "./parts/people.js";
import { Status } from "./parts/status.js";
import { styled } from "./parts/styled.js";
import { phrases } from "./phrases.js";
import { told, withCard, withoutCards } from "./state/cards.js";
import { whileReading } from "./state/room.js";

const find = (id) => document.getElementById(id);
const aloneMs = 5 * 60 * 1000;
const againMs = 2500;
/** Cards that say why one is not in; once one is in, they are no longer true. */
const notIn = ["offline", "full", "wait", "closed", "removed", "fault", "origin", "left"];

/** Everything a person sees change, in one place. */
export class Talk {
  #page;
  #words = phrases(document);
  #alone = 0;
  #greeted = "";
  #board = null;
  #ours = null;
  #ring = null;
  #returned = null;

  /** @param {object} page app.js's, with its visit, pending, composer and log */
  constructor(page) {
    this.#page = page;
    page.told = told;
    page.become(page.room);
    this.#parts();
    this.#listen();
    this.#hands();
    new Acts(page, { status: this.status, words: this.#words });
    this.#begin(page);
    for (const item of page.pending.items) if (item.state === "refused") this.#giveBack(item);
    this.#drawn();
  }

  /** What happened before we were here. */
  #begin({ visit, room }) {
    if (visit.live) this.#entered(room);
    else if (visit.ended) this.#over(visit.ended);
    else if (visit.full) this.#full(visit.full);
    else this.status.away();
  }

  #parts() {
    const { log, composer, time } = this.#page;
    const words = this.#words;
    log.builders.card = cardRow;
    log.builders.unsent = withHeld(log.builders.unsent);
    log.speak(words, time);
    log.redraw();
    composer.speak(words);
    new Newest(log);
    this.status = new Status(find("status"), words, log);
    this.people = new People(find("people"), words);
    walkLines(log);
    closeable([...document.querySelectorAll("details.drop")]);
    this.#useSettings();
    addEventListener("storage", ({ key }) => key === "k.settings" && this.#useSettings());
  }

  #useSettings() {
    const settings = keptSettings();
    this.#page.composer.use(settings);
    this.status.readAll = Boolean(settings.aloud);
  }

  /** What comes from the wire. */
  #listen() {
    const { visit, pending, log } = this.#page;
    const on = (source, name, act) => source.addEventListener(name, ({ detail }) => act(detail));
    on(visit, "in", () => this.#entered(this.#page.room));
    on(visit, "lost", () => visit.full || this.status.away());
    on(visit, "outage", (out) => (out ? this.status.stand("room.outage") : this.status.back()));
    on(visit, "over", (end) => this.#over(end));
    on(visit, "full", (nack) => this.#full(nack));
    on(pending, "settled", ({ saved }) => this.status.say(saved ? "room.saved" : "room.sent"));
    on(pending, "refused", (item) => this.#giveBack(item));
    on(log, "drawn", () => this.#drawn());
  }

  /** What comes from the person's hands. */
  #hands() {
    const { log, composer, visit } = this.#page;
    log.addEventListener("reading", ({ detail }) => this.#become(whileReading(this.#page.room, detail)));
    composer.addEventListener("note", ({ detail }) => this.status.say(detail.key, detail.values));
    find("ring").addEventListener("click", ({ currentTarget }) => this.#toggleRing(currentTarget));
    find("group").addEventListener("click", () => this.#group().then((ours) => ours.open(), () => this.status.say("room.not_done")));
    document.addEventListener("kith:leave", () => this.#flee());
    addEventListener("pagehide", () => visit.close());
  }

  /** Most people's words are always taken: what gives some back is fetched with the first of them. */
  async #giveBack(item) {
    this.#returned ??= this.#fetched("./parts/returned.js", "returned").then(({ Returned }) => {
      const { composer, pending } = this.#page;
      const returned = new Returned(find("returned"), find("alert"), this.#words);
      returned.addEventListener("take", ({ detail }) => composer.take(detail));
      returned.addEventListener("drop", ({ detail }) => pending.drop(detail));
      return returned;
    });
    try {
      (await this.#returned).add(item);
    } catch {
      this.#returned = null;
      setTimeout(() => this.#giveBack(item), againMs);
    }
  }

  async #toggleRing(button) {
    const { Ring } = await this.#fetched("./parts/ring.js");
    this.#ring ??= new Ring(button, { visit: this.#page.visit, pending: this.#page.pending, status: this.status });
    this.#ring.toggle();
  }

  #become(room) {
    this.#page.become(room);
  }

  #entered({ you, facts }) {
    this.status.back();
    this.#page.composer.heard = true;
    if (this.#greeted !== facts.id) this.status.say("room.in", { alias: you.alias });
    this.#greeted = facts.id;
    find("title").textContent = facts.title;
    this.#become(notIn.reduce(withoutCards, this.#page.room));
  }

  /** We knock again and again; the card is told once. */
  #full({ next }) {
    const { room } = this.#page;
    this.#words.seldom().then(() => this.#page.visit.full && this.status.stand("room.over_full"), () => {});
    if (!room.lines.some((line) => line.card === "full")) this.#become(withCard(room, "full", { next }));
  }

  #drawn() {
    const { room } = this.#page;
    this.people.show(room);
    this.#meet(room.meeting);
    if (this.#ours || isOurs(room)) this.#group().then((ours) => ours.show(room), () => {});
    const people = room.people.size + room.others;
    const alone = people === 1;
    const still = people <= 3 && !room.lines.some(({ kind }) => kind === "said");
    const { facts, meeting, over } = room.meeting;
    const runs = Math.max(facts?.n ?? 0, meeting?.n ?? 0) > (over?.n ?? 0);
    if (runs) this.#ring?.stop();
    find("ringing").hidden = runs || !(alone || still || this.#ring?.on);
    if (alone) {
      this.#alone ||= setTimeout(() => this.#become(withCard(this.#page.room, "alone")), aloneMs);
      return;
    }
    clearTimeout(this.#alone);
    this.#alone = 0;
    if (room.people.size > 1) this.#ring?.ring();
    if (room.lines.some((line) => line.card === "alone")) this.#become(withoutCards(room, "alone"));
  }

  /** What shows a meeting is fetched when there is one. */
  #meet({ facts, meeting }) {
    if (!this.#board && (facts || meeting)) {
      this.#board = this.#fetched("./parts/meeting.js", "meeting").then(({ Board }) => new Board(find("meeting"), this.#kit()));
      this.#board.catch(() => (this.#board = null));
    }
    this.#board?.then((board) => board.show(this.#page.room), () => {});
  }

  /** So is what the group agreed on, when it is asked for or when it matters to this person now. */
  #group() {
    this.#ours ??= this.#fetched("./parts/ours.js", "group").then(({ Ours }) => new Ours(find("ours"), this.#kit()));
    this.#ours.catch(() => {
      this.#ours = null;
      setTimeout(() => this.#drawn(), againMs); // what waits for an answer must come into sight
    });
    return this.#ours;
  }

  /** A part with all it says, and with the sheet of style it wears. */
  async #fetched(path, sheet) {
    const [module] = await Promise.all([import(path), this.#words.seldom(), sheet && styled(sheet)]);
    return module;
  }

  #kit() {
    const { time, log } = this.#page;
    const { status, people } = this;
    return { words: this.#words, time, log, status, people, page: this.#page, ask: (frame) => this.#ask(frame) };
  }

  #ask(frame) {
    if (!this.#page.visit.live) this.status.say("room.later");
    return this.#page.pending.ask(frame);
  }

  /** The end, and why, in words. */
  #over({ code, refusal }) {
    const ends = { 4501: "origin", 4502: "closed", 4503: "removed", 1000: "left" };
    if (refusal?.code.startsWith("pass_")) return this.#passOver(refusal.code);
    const card = refusal?.code === "removed" ? "removed" : ends[code] ?? "fault";
    this.status.over(`room.over_${card}`);
    this.#page.composer.heard = false;
    const { until, reason, appeal: appealCode } = refusal ?? {};
    this.#become(withCard(this.#page.room, card, card === "removed" ? { until, reason, code: appealCode } : {}));
  }

  /** A guest's pass opens nothing, or nothing any more. */
  #passOver(why) {
    this.status.over("room.over_left");
    this.#page.composer.heard = false;
    this.#become(withCard(this.#page.room, "pass", { what: why }));
  }

  #flee() {
    this.#page.visit.flee();
    this.#page.log.wipe();
    this.#page.composer.wipe();
  }
}

/** Whether something of the group has to be in sight without being asked for. */
const isOurs = ({ group, asides, lines, meeting, you }) =>
  asides.length > 0 || lines.some(({ kind, card }) => kind === "offer" || card === "help") || meeting.pause || meeting.facts?.paused
  || group?.guests.length || group?.roles.some(({ id, offered }) => id === you.id || offered === you.id);

/** Held words are rare: what shows them is fetched with the first of them. */
function withHeld(plain) {
  let held = plain;
  return (item, log) => {
    if (item.state !== "held") return plain(item, log);
    if (held === plain) Promise.all([import("./parts/held.js"), log.words.seldom(), styled("returned")]).then(([{ heldRow }]) => (held = heldRow, log.redraw()), () => {});
    return held(item, log);
  };
}

function keptSettings() {
  try {
    return JSON.parse(localStorage.getItem("k.settings")) ?? {};
  } catch {
    return {};
  }
}
