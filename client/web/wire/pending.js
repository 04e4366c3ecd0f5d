/**
 * Sends what somebody wrote, and asks what somebody asked, until there is an answer.
 *
 * The rules are in state/queue.js; here are the clock, the ids and the way out.
 */

import * as queue from "../state/queue.js";

/** The server answers within 10 s on a living connection. */
const answerMs = 12_000;

/** 128 random bits, as the wire wants them. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").slice(0, 22);
}

/**
 * Events: `change` (the queue is another one), `settled` (a line was taken; detail says how),
 * `refused` (words come back; detail is the item).
 */
export class Pending extends EventTarget {
  #send;
  #queue = queue.nothing;
  #asks = new Map();
  #live = false;
  #dueTimer = 0;
  #answerTimer = 0;

  /** @param {(frame: object) => boolean} send whether the frame left */
  constructor(send) {
    super();
    this.#send = send;
  }

  get items() {
    return this.#queue;
  }

  say(text, replaces) {
    this.#become(queue.written(this.#queue, { id: newId(), text, replaces }, Date.now()));
  }

  retry(id) {
    this.#become(queue.retried(this.#queue, id));
  }

  drop(id) {
    this.#become(queue.dropped(this.#queue, id));
  }

  /** Leave held words with the volunteer who looks at them. */
  leaveHeld(id) {
    this.#become(queue.left(this.#queue, id));
  }

  /** Send a frame that wants an answer: again after each return, until it comes. */
  ask(frame) {
    const asked = { ...frame, id: newId() };
    return new Promise((answered) => {
      this.#asks.set(asked.id, { asked, answered });
      if (this.#live) this.#send(asked);
    });
  }

  /** Every frame goes through here after the room has seen it. */
  hear(frame, mine) {
    this.#answer(frame);
    const before = this.#queue;
    const after = queue.heard(before, frame, mine, Date.now());
    if (after === before) return;
    this.#become(after);
    if (frame.t === "ack" && before.some((item) => item.id === frame.id)) this.#tell("settled", frame);
    const refused = after.find((item) => item.id === frame.id && item.state === "refused");
    if (frame.t === "nack" && refused) this.#tell("refused", refused);
  }

  /** In, and everything said meanwhile has been seen. */
  live(unbroken) {
    this.#live = true;
    for (const { asked } of this.#asks.values()) this.#send(asked);
    this.#become(queue.back(this.#queue, { unbroken, now: Date.now() }));
  }

  lost() {
    this.#live = false;
    this.#become(queue.lost(this.#queue));
  }

  over() {
    this.#live = false;
    this.#become(queue.over(this.#queue));
  }

  #answer(frame) {
    if (frame.t !== "ack" && frame.t !== "nack") return;
    const ask = this.#asks.get(frame.id);
    if (!ask) return;
    if (frame.t === "nack" && queue.tryAgain.has(frame.code)) {
      setTimeout(() => this.#send(ask.asked), 1000 * (frame.after_s ?? 1));
      return;
    }
    this.#asks.delete(frame.id);
    ask.answered(frame);
  }

  #become(after) {
    this.#queue = after;
    this.#sendNext();
    this.#wakeWhenDue();
    this.#tell("change");
  }

  #sendNext() {
    const item = this.#live ? queue.next(this.#queue) : undefined;
    if (!item) return;
    const { id, text, replaces } = item;
    if (!this.#send({ t: "say", id, text, replaces })) return;
    this.#queue = queue.flying(this.#queue, id, Date.now());
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => this.#become(queue.unanswered(this.#queue, id)), answerMs);
  }

  #wakeWhenDue() {
    clearTimeout(this.#dueTimer);
    const at = queue.nextDue(this.#queue);
    if (at === undefined) return;
    const wake = () => this.#become(queue.due(this.#queue, Date.now()));
    this.#dueTimer = setTimeout(wake, Math.max(0, at - Date.now()));
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
