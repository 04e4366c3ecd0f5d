/**
 * The room, in three steps, each with nothing in it that can wait: see what is said; send what one
 * writes; everything else. On a slow line each step is one wave of requests.
 */

import { KithLog } from "./parts/log.js";
import { caughtUp, outside, receive } from "./state/room.js";

const find = (id) => document.getElementById(id);
const page = document.documentElement;
/** Browsers fetch six files at once: a seventh would cost a slow line seconds. */
const toSend = [
  "./wire/visit.js", "./wire/pending.js", "./parts/unsent.js", "./parts/composer.js", "./wire/link.js", "./state/queue.js",
];
const toDoAll = [
  "./talk.js", "./acts.js", "./phrases.js", "./parts/status.js", "./parts/cards.js",
  "./parts/people.js", "./parts/keys.js", "./parts/pace.js", "./parts/newest.js", "./state/cards.js", "./parts/styled.js",
];
const patienceMs = 2500;

/** Once the network brings them: without these nobody can write. */
const all = (paths) => Promise.all(paths.map((path) => import(path))).catch(() => pause().then(() => all(paths)));
const pause = () => new Promise((over) => setTimeout(over, patienceMs));

/** What every part shares: the room as it is, and the log that shows it. */
class RoomPage {
  room = outside;
  /** Rows of what was said here and does not stand in the log yet. */
  unsent = [];
  /** Frames, until somebody follows them. */
  heard = [];
  pressed = false;
  #next = null;

  constructor() {
    this.words = JSON.parse(find("words").textContent);
    this.time = clockIn(page.lang);
    /** @type {KithLog} */
    this.log = document.querySelector("kith-log");
    this.log.speak((key) => (typeof this.words[key] === "string" ? this.words[key] : ""), this.time);
  }

  hear(frame) {
    page.dataset.heard = ""; // for instead.js: this room gets through
    this.heard?.push(frame);
    this.become(receive(this.room, frame));
    if (caughtUp(this.room) || frame.t === "nack") this.goOn();
  }

  become(room) {
    this.room = this.told(room);
    this.show();
  }

  /** Cards wait for the last step, which shows them. */
  told = (room) => room;

  show() {
    const { room, unsent } = this;
    if (!this.log.isConnected) return; // left: nothing of it is drawn any more
    this.log.view = { room, unsent, caughtUp: caughtUp(room) };
  }

  /** The next steps, once. */
  goOn() {
    this.#next ??= this.#steps();
  }

  async #steps() {
    if (!(await this.#send())) return;
    const [{ Talk }] = await all(toDoAll);
    this.talk = new Talk(this);
  }

  /** @returns whether somebody can go in from here */
  async #send() {
    const [modules, enter] = await Promise.all([all(toSend), frameToEnter()]);
    if (!enter) return location.replace(page.dataset.gate);
    const [{ Visit }, { Pending }, { unsentRow, unsentRows }] = modules;
    this.composer = document.querySelector("kith-composer");
    this.pending = new Pending((frame) => this.visit.send(frame));
    this.visit = new Visit(this, this.pending, { url: `${location.origin.replace("http", "ws")}/ws`, enter });
    this.log.builders.unsent = unsentRow;
    this.pending.addEventListener("change", () => {
      this.unsent = unsentRows(this.pending.items, this.room.you);
      this.show();
    });
    this.composer.addEventListener("say", ({ detail }) => this.#say(detail));
    const { heard } = this;
    this.heard = null;
    this.visit.start(this.socket, heard);
    if (this.pressed) this.composer.send();
    return true;
  }

  #say({ text, replaces }) {
    this.pending.say(text, replaces);
    this.log.scroller.scrollTop = 0;
  }
}

/** The `enter` frame of this tab, or made from a kept secret, or null. */
async function frameToEnter() {
  const { handle, house } = page.dataset;
  const kept = sessionStorage.getItem(`k.${handle}`);
  if (kept) return JSON.parse(kept);
  const { enterFrame } = await import("./wire/identity.js");
  const frame = await enterFrame({ house, room: find("composer").dataset.room, lang: page.lang });
  if (frame) sessionStorage.setItem(`k.${handle}`, frame);
  return JSON.parse(frame);
}

/** The hour, and the day before it where it is not today. */
function clockIn(language) {
  const hour = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
  const dayHour = new Intl.DateTimeFormat(language, { weekday: "long", hour: "numeric", minute: "2-digit" });
  return (at) => (new Date(at).toDateString() === new Date().toDateString() ? hour : dayHour).format(at);
}

const room = new RoomPage();
// Pressed before there is anybody to send it: remembered, never lost, never a new page.
window.onsubmit = null;
find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  room.pressed = true;
  room.goOn();
});
room.socket = window.early;
if (room.socket) {
  room.pressed = Boolean(room.socket.pressed);
  room.socket.onmessage = ({ data }) => room.hear(JSON.parse(data));
  room.socket.early.splice(0).forEach((data) => room.hear(JSON.parse(data)));
  setTimeout(() => room.goOn(), patienceMs);
} else {
  room.goOn();
}
