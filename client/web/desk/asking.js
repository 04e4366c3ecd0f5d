/** Acts on their way: each has an id of ours and is answered once, by `ack` or `nack`. */

const patienceMs = 20_000;

/** What an act is answered with when nobody can know whether it was done. */
const unknown = (id) => ({ t: "nack", id, code: "unavailable" });

export class Asking {
  #send;
  #open = new Map();
  #number = 0;
  #page = crypto.randomUUID().slice(0, 8);

  /** @param {(frame: object) => boolean} send */
  constructor(send) {
    this.#send = send;
  }

  /** @returns {Promise<object>} the `ack`, or a `nack` with the code of the reason */
  ask(frame) {
    const id = `${this.#page}-${(this.#number += 1)}`;
    return new Promise((answer) => {
      const late = setTimeout(() => this.hear(unknown(id)), patienceMs);
      this.#open.set(id, { answer, late });
      if (!this.#send({ ...frame, id })) this.hear({ ...unknown(id), code: "away" });
    });
  }

  hear(frame) {
    const asked = this.#open.get(frame.id);
    if (!asked || (frame.t !== "ack" && frame.t !== "nack")) return;
    this.#open.delete(frame.id);
    clearTimeout(asked.late);
    asked.answer(frame);
  }

  /** The line is gone: nothing of it will be answered. */
  lost() {
    for (const id of [...this.#open.keys()]) this.hear(unknown(id));
  }
}
