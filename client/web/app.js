/**
 * The room's first half: hear what the early socket brings, show it. Nothing more is needed to be
 * live, so nothing more is waited for; the second half (talk.js) comes as soon as this is done.
 */

import { KithLog } from "./parts/log.js";
import { caughtUp, outside, receive } from "./state/room.js";

const find = (id) => document.getElementById(id);
/** The second half in one wave: on a slow line a module found late costs seconds. */
const later = [
  "./talk.js", "./acts.js", "./phrases.js", "./wire/visit.js", "./wire/link.js", "./wire/pending.js", "./wire/identity.js",
  "./state/queue.js", "./state/spans.js", "./parts/composer.js", "./parts/returned.js", "./parts/status.js", "./parts/rows.js",
  "./parts/people.js", "./parts/pace.js", "./parts/roving.js", "./parts/sheets.js", "./parts/height.js",
];
const patienceMs = 2500;

/** What both halves share: the room as it is, and the parts that show it. */
class RoomPage {
  room = outside;
  /** What was said here and does not stand in the log yet. */
  unsent = [];
  heard = [];
  #next = null;

  constructor() {
    this.words = JSON.parse(find("words").textContent);
    this.time = clockIn(document.documentElement.lang);
    /** @type {KithLog} */
    this.log = document.querySelector("kith-log");
    this.log.speak((key) => (typeof this.words[key] === "string" ? this.words[key] : ""), this.time);
  }

  hear(frame) {
    this.heard?.push(frame);
    this.become(receive(this.room, frame));
    if (caughtUp(this.room)) this.goOn();
  }

  become(room) {
    this.room = room;
    this.show();
  }

  show() {
    const { room, unsent } = this;
    this.log.view = { room, unsent, caughtUp: caughtUp(room) };
  }

  /** Fetch the second half, once; again if the network did not bring it. */
  goOn() {
    this.#next ??= Promise.all(later.map((path) => import(path)))
      .then(([{ start }]) => start(this))
      .catch((fault) => {
        this.#next = null;
        setTimeout(() => this.goOn(), patienceMs);
        throw fault;
      });
  }
}

/** The hour, and the day before it where it is not today. */
function clockIn(language) {
  const hour = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
  const dayHour = new Intl.DateTimeFormat(language, { weekday: "long", hour: "numeric", minute: "2-digit" });
  return (at) => (new Date(at).toDateString() === new Date().toDateString() ? hour : dayHour).format(at);
}

const page = new RoomPage();
window.onsubmit = null;
// Pressed before there is anybody to send it: remembered, never lost, never a new page.
find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  page.pressed = true;
  page.goOn();
});
page.socket = window.early;
page.pressed = Boolean(page.socket?.pressed);
if (page.socket) {
  page.socket.onmessage = ({ data }) => page.hear(JSON.parse(data));
  page.socket.early.splice(0).forEach((data) => page.hear(JSON.parse(data)));
  setTimeout(() => page.goOn(), patienceMs);
} else {
  page.goOn();
}
