/**
 * One visit to a room: the line, what is on its way, and the position between them.
 *
 * It puts a page's room, a Link and a Pending together and knows when to ask for what: again after
 * a break, the lines that are shown again, everything unanswered once nothing is missing.
 */

import { caughtUp, outside, position } from "../state/room.js";
import { Link } from "./link.js";

const earlierLines = 50;
const goodbyeMs = 500;

/** Events: `in` (a hello), `lost`, `over` (detail `{code, refusal}`), `full` (detail is the nack),
 * `outage` (detail: whether the store is out of reach now). */
export class Visit extends EventTarget {
  #page;
  #url;
  #enter;
  #always;
  #link = null;
  #pending;
  #catchingUp = true;
  #unbroken = true;
  #fetching = new Set();
  /** Why we are not in, for who looks later: the end, or the nack of a full room. */
  ended = null;
  full = null;

  /**
   * @param {{room: object, hear: Function, become: Function}} page
   * @param {import("./pending.js").Pending} pending
   * @param {{url: string, enter: object, always?: boolean}} how where, the `enter` frame without a
   * position, and whether to come back although nobody looks
   */
  constructor(page, pending, { url, enter, always }) {
    super();
    this.#page = page;
    this.#pending = pending;
    this.#url = url;
    this.#enter = enter;
    this.#always = always;
  }

  /** Whether to stay, and to come back, also while nobody looks at the page. */
  set always(on) {
    this.#always = on;
    this.#link.always = on;
  }

  get live() {
    return this.#link.live;
  }

  /** Whether the frame left. */
  send(frame) {
    return this.#link.send(frame);
  }

  /** Go on with the socket the page opened early, or with a new one. */
  start(socket, heard) {
    this.#connect();
    if (!socket) return this.#link.open();
    this.#link.takeOver(socket, heard);
    heard.forEach((frame) => this.#follow(frame, outside));
  }

  /** Another room on the same page: a circle of this one. */
  move(enter) {
    this.#enter = enter;
    this.#page.become(outside);
    this.knock();
  }

  /** Try to come in although we were told to stay away: somebody pressed for it. */
  knock() {
    this.#link.close();
    this.ended = null;
    this.#connect();
    this.#link.open();
  }

  earlier() {
    return this.#link.send({ t: "more", before: this.#page.room.earliest, limit: earlierLines });
  }

  /** Resolves once the server has let us go, or soon anyway. */
  leave() {
    return new Promise((gone) => {
      this.addEventListener("over", gone, { once: true });
      setTimeout(gone, goodbyeMs);
      this.#link.leave();
    });
  }

  /** Leave without a moment's wait. */
  flee() {
    this.#link.leave();
    this.#link.close();
  }

  close() {
    this.#link.close();
  }

  #connect() {
    const link = new Link({ url: this.#url, enter: () => this.#enterNow(), always: this.#always });
    link.addEventListener("frame", ({ detail }) => this.#hear(detail));
    link.addEventListener("lost", () => this.#lost());
    link.addEventListener("over", ({ detail }) => this.#over(detail));
    this.#link = link;
  }

  #enterNow() {
    return JSON.stringify({ ...this.#enter, after: position(this.#page.room) });
  }

  #hear(frame) {
    const before = this.#page.room;
    this.#page.hear(frame);
    this.#follow(frame, before);
  }

  #follow(frame, before) {
    const { room } = this.#page;
    this.#pending.hear(frame, room.you?.id);
    if (frame.t === "hello") this.#entered(frame, before);
    if (frame.t === "outage") this.#tell("outage", frame.on);
    if (frame.t === "gap" && this.#catchingUp) this.#unbroken = false;
    if (frame.t === "nack" && frame.code === "room_full") this.#isFull(frame);
    if (room.broken && !before.broken) this.#link.again();
    if (this.#catchingUp && caughtUp(room)) this.#caughtUp();
    this.#fetchShown(room.wanted);
  }

  #entered(hello, before) {
    this.#catchingUp = true;
    this.#unbroken = hello.resumed || before.epoch === "";
    this.#fetching.clear();
    this.full = null;
    this.#tell("in", hello);
  }

  #isFull(nack) {
    this.full = nack;
    this.#tell("full", nack);
  }

  #caughtUp() {
    this.#catchingUp = false;
    this.#pending.live(this.#unbroken);
  }

  #fetchShown(wanted) {
    for (const of of wanted) {
      if (this.#fetching.has(of)) continue;
      this.#fetching.add(of);
      this.#link.send({ t: "more", before: of + 1, limit: 1 });
    }
  }

  #lost() {
    this.#pending.lost();
    this.#tell("lost");
  }

  #over(detail) {
    this.#pending.over();
    this.ended = detail;
    this.#tell("over", detail);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
