/**
 * The one status line: what was just done, whether we are connected, and, when so much is said that
 * a screen reader could not keep up, how much it was.
 */

import { Pace } from "./pace.js";

const sayAfterMs = 3_000;
const linesAfterMs = 60_000;
const shownMs = 6_000;

/** Events: `long` when we have been away so long that help lines should stand there. */
export class Status extends EventTarget {
  #element;
  #words;
  #timers = [];
  #fading = 0;
  #standing = "";
  #pace;

  /** @param {HTMLElement} element @param {Function} words @param {import("./log.js").KithLog} log */
  constructor(element, words, log) {
    super();
    this.#element = element;
    this.#words = words;
    this.#pace = new Pace(log, (n) => this.#mention("room.many", { n }));
  }

  set readAll(on) {
    this.#pace.readAll = on;
  }

  /** Say something once; after a while the line is as before. */
  say(key, values) {
    clearTimeout(this.#fading);
    this.#show(this.#words(key, values));
    this.#fading = setTimeout(() => this.#show(this.#standing), shownMs);
  }

  /** Say for those who hear the page what stands elsewhere on it. */
  aloud(key, values) {
    this.say(key, values);
    this.#element.dataset.aloud = "";
  }

  /** Say what may be missed: never over what stands there, such as that words are not saved now. */
  #mention(key, values) {
    if (!this.#standing) this.say(key, values);
  }

  /** Nobody is troubled by a break of a moment. */
  away() {
    if (this.#timers.length) return;
    this.#timers = [
      setTimeout(() => this.stand("room.away"), sayAfterMs),
      setTimeout(() => this.dispatchEvent(new CustomEvent("long")), linesAfterMs),
    ];
  }

  back() {
    this.#stopWaiting();
    if (!this.#standing) return;
    this.#standing = "";
    delete this.#element.dataset.standing;
    this.say("room.back");
  }

  /** Stays until something else is true. */
  stand(key) {
    clearTimeout(this.#fading);
    this.#standing = this.#words(key);
    this.#element.dataset.standing = key;
    this.#show(this.#standing);
  }

  /** It ended for a reason: the words stay. */
  over(key) {
    this.#stopWaiting();
    this.stand(key);
  }

  #stopWaiting() {
    this.#timers.splice(0).forEach(clearTimeout);
  }

  #show(text) {
    delete this.#element.dataset.aloud;
    if (this.#element.textContent !== text) this.#element.textContent = text;
  }
}
