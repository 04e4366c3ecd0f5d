/** Milestones as they lie on this device: readable, or under a passphrase. Never anywhere else. */

import { Lock } from "./lock.js";

const key = "k.milestones";

/** @typedef {{day: string, words: string}} Milestone */

function stored() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

export class Stones {
  /** @type {Milestone[]} */
  list = [];
  hold = false;
  #sealed = null;
  #lock = null;

  constructor() {
    const { list = [], hold = false, sealed = null } = stored();
    Object.assign(this, { list, hold });
    this.#sealed = sealed;
  }

  /** There are some, and nobody has opened them yet. */
  get isShut() {
    return this.#sealed !== null && this.#lock === null;
  }

  get hasLock() {
    return this.#lock !== null;
  }

  /** @returns {Promise<boolean>} whether it was the right passphrase */
  async open(passphrase) {
    const found = await Lock.open(this.#sealed, passphrase);
    if (!found) return false;
    this.#lock = found.lock;
    this.list = JSON.parse(found.text);
    return true;
  }

  /** From now on under this passphrase; none takes the lock off. */
  async lockWith(passphrase) {
    this.#lock = passphrase ? await Lock.of(passphrase) : null;
    await this.keep({});
  }

  /** @param {{list?: Milestone[], hold?: boolean}} change */
  async keep(change) {
    Object.assign(this, change);
    const { list, hold } = this;
    if (list.length === 0) {
      this.#lock = this.#sealed = null;
      localStorage.removeItem(key);
      return;
    }
    this.#sealed = this.#lock && (await this.#lock.seal(JSON.stringify(list)));
    localStorage.setItem(key, JSON.stringify(this.#sealed ? { hold, sealed: this.#sealed } : { list, hold }));
  }
}
