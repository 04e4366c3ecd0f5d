/**
 * What has to be in sight above the box: a volunteer's offer, a pause and how it ends, a question
 * that waits for an answer, and who is here as a guest. Fetched when one of these is so, when an
 * offer may come, or when somebody opens the group.
 */

import { badges, groupOf } from "../state/group.js";
import { button } from "./dialog.js";
import { make } from "./log.js";
import { offersIn } from "./offers.js";

const againMs = 30_000;

export class Ours {
  #place;
  #kit;
  #room = null;
  #drawn = "";
  #badged = "";
  #pausedUntil = 0;
  #in = "";
  #later = new Set();
  #told = new Set();
  #dialog = null;
  #standing = null;
  #halting = false;
  #alone = {};

  /** @param {HTMLElement} place @param {object} kit what a part of the room needs */
  constructor(place, kit) {
    this.#place = place;
    this.#kit = kit;
    this.#room = kit.page.room;
    kit.log.builders.said = this.#badge(kit.log.builders.said);
    setInterval(() => this.#draw(), againMs); // a pause ends by itself
    this.show(kit.page.room);
  }

  show(room) {
    this.#room = room;
    if (!room.you) return;
    if (this.#in !== room.facts.id) this.#pausedUntil = 0; // a side room: the pause was another's
    this.#in = room.facts.id;
    this.#wear(room);
    this.#draw();
    this.#dialog?.show(this.#now());
  }

  /** Show all of it. */
  async open() {
    if (!this.#room.you) return;
    const { GroupDialog } = await import("./group.js");
    const kit = { ...this.#kit, people: () => this.#room.people, halt: (on, aside) => this.#halt(on, aside), stepsOut: (up) => this.#stepsOut(up), talk: (line) => this.#talk(line) };
    this.#dialog = new GroupDialog(kit, () => this.#closed());
    this.#dialog.show(this.#now());
  }

  /** The menu it was opened from has folded itself away: its name is the way back. */
  #closed() {
    this.#dialog = null;
    document.querySelector(".menu > summary").focus();
  }

  #now() {
    const group = groupOf(this.#room, Date.now());
    const { facts, up } = this.#alone; // what was pressed is newer than what the door said
    return { ...group, alone: facts === this.#room.facts ? up : group.alone, asides: this.#room.asides, me: this.#room.you.id };
  }

  /** Everybody sees who is a guest: in the list of people, and at each of their lines. */
  #wear({ group }) {
    const worn = badges(group);
    const key = JSON.stringify([...worn]);
    if (key === this.#badged || (!worn.size && !this.#badged)) return;
    this.#badged = key;
    const { words, people, log } = this.#kit;
    people.badges = new Map([...worn].map(([id, what]) => [id, words("group.badge", { what: words(`group.is_${what}`) })]));
    people.show(this.#room);
    log.redraw();
  }

  #badge(plain) {
    return (line, log, muted) => {
      const made = plain(line, log, muted);
      const what = badges(this.#room.group).get(line.by);
      if (!what) return made;
      const { words } = this.#kit;
      const badge = make("span", { className: "badge", textContent: words("group.badge", { what: words(`group.is_${what}`) }) });
      made[0].querySelector("b").after(" ", badge);
      return made;
    };
  }

  #draw() {
    if (!this.#room?.you) return;
    const now = this.#now();
    this.#tellPause(now.pausedUntil);
    this.#tellLines(now.standing);
    const offers = offersIn(this.#room);
    this.#tellOffers(offers);
    const rows = [...this.#offerRows(offers), ...this.#pauseRows(now), ...this.#guestRows(now), ...this.#askedRows(now), ...this.#lineRows(now)];
    const key = JSON.stringify(rows.map(({ key: one }) => one));
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#place.setAttribute("aria-label", this.#kit.words(offers.length ? "room.line_title" : "group.heading"));
    const focused = this.#place.contains(document.activeElement);
    this.#place.replaceChildren(...rows.map(({ make: made }) => made()));
    // Without a button in it, whoever uses keys could not scroll it.
    if (this.#place.querySelector("button")) this.#place.removeAttribute("tabindex");
    else this.#place.tabIndex = 0;
    this.#place.hidden = rows.length === 0;
    if (focused) (this.#place.querySelector("button") ?? document.getElementById("text")).focus();
  }

  #row(key, say, ...acts) {
    const { words } = this.#kit;
    const press = (name, act) => Object.assign(button(words(name), act), { name });
    return {
      key: [key, ...acts.map(([name]) => name)].join(" "),
      make: () => make("div", { className: "our-row" },
        ...say().map((text) => make("p", { textContent: text })),
        acts.length ? make("p", { className: "acts" }, ...acts.map(([name, act]) => press(name, act))) : ""),
    };
  }

  #offerRows(offers) {
    const { words, log } = this.#kit;
    return offers.map(({ item, says, acts }) => {
      const press = (name) => [`room.act_${name}`, () => log.dispatchEvent(new CustomEvent(name, { detail: { item } }))];
      return this.#row(item.card + item.line, () => says.map((key) => words(`room.${key}`)), ...acts.map(press));
    });
  }

  #pauseRows({ pausedUntil, leads }) {
    const { words, time } = this.#kit;
    if (!pausedUntil) return [];
    const say = () => [
      words("group.paused", { when: time(pausedUntil) }),
      words(leads ? "group.paused_ends_you" : "group.paused_ends"),
    ];
    return [this.#row(`paused ${pausedUntil}`, say, ...(leads ? [["group.go_on", () => this.#halt(false)]] : []))];
  }

  #guestRows({ isGuest }) {
    return isGuest ? [this.#row("guest", () => [this.#kit.words("group.you_are_guest")])] : [];
  }

  /** Three days in which anybody can say no are of use only to who has heard of them. */
  #askedRows({ guests, isGuest }) {
    const asked = isGuest ? [] : guests.filter(({ stage, guest }) => stage === "asked" && !this.#later.has(guest));
    return asked.map(({ guest }) => {
      const later = () => {
        this.#later.add(guest);
        this.#draw();
      };
      const open = () => {
        later();
        this.open();
      };
      return this.#row(`asked ${guest}`, () => [this.#kit.words("group.asked_note")], ["group.heading", open], ["group.later", later]);
    });
  }

  #lineRows({ standing }) {
    const { words } = this.#kit;
    const rows = standing?.lines.filter(({ line, state }) => state !== "sponsor_waits" && !this.#later.has(line + state)) ?? [];
    return rows.map(({ line, alias, state }) => {
      const say = () => [words(`group.${state}`, { alias })];
      const later = () => {
        this.#later.add(line + state);
        this.#draw();
      };
      const open = () => {
        later();
        this.#talk({ line, alias });
      };
      const no = () => this.#kit.ask({ t: "sponsor", what: "end", line }).then(() => this.#kit.status.say("group.said_no"));
      return state === "sponsor_asked"
        ? this.#row(line + state, say, ["group.stand_yes", open], ["group.stand_no", no])
        : this.#row(line + state, say, ["group.open_line", open], ["group.later", later]);
    });
  }

  /** The beginning and the end are said once, also to who comes in the middle. */
  #tellPause(until) {
    if (until === this.#pausedUntil) return;
    const { status, time } = this.#kit;
    if (until && !this.#pausedUntil) status.say("group.paused", { when: time(until) });
    else if (!until) status.say("group.goes_on");
    this.#pausedUntil = until;
  }

  #tellOffers(offers) {
    for (const { item } of offers) {
      if (item.card !== "talk" || this.#told.has(item.line)) continue;
      this.#told.add(item.line);
      this.#kit.status.aloud("room.card_talk");
    }
  }

  #tellLines(standing) {
    for (const { line, alias, state } of standing?.lines ?? []) {
      if (this.#told.has(line + state)) continue;
      this.#told.add(line + state);
      if (state !== "sponsor_waits") this.#kit.status.say(`group.${state}`, { alias });
    }
    const ended = this.#room.asides.filter(({ kind, line }) => kind === "sponsor_ended" && !this.#told.has(`${line} over`));
    for (const { line } of ended) {
      this.#told.add(`${line} over`);
      this.#standing?.over(line);
      this.#kit.status.say("group.line_over");
    }
  }

  /** Whether the guest is out while this person speaks; it is told nobody, so it is kept here. */
  #stepsOut(up) {
    this.#alone = { facts: this.#room.facts, up };
    this.#dialog?.show(this.#now());
  }

  async #halt(on, aside) {
    if (this.#halting) return undefined;
    this.#halting = true;
    const answer = await this.#kit.ask({ t: "halt", on, aside });
    this.#halting = false;
    if (answer.t !== "ack") this.#kit.status.say(answer.code === "not_the_chair" ? "group.no_not_the_chair" : "room.not_done");
    return answer;
  }

  async #talk(line) {
    const { Standing } = await import("./standing.js");
    this.#standing ??= new Standing(this.#kit);
    this.#standing.open(line);
  }
}
