/**
 * A screen that sleeps silences the page on many devices: during a shift it is asked to stay awake.
 * Where a browser cannot do that, or would not, everything else is as it was.
 */

export class Awake {
  #wanted = false;
  #lock = null;
  #asking = false;

  constructor() {
    // A hidden page loses the lock by itself, and may ask again once it is seen.
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** @param {boolean} on whether there is a shift */
  during(on) {
    if (on === this.#wanted) return;
    this.#wanted = on;
    this.#look();
  }

  async #look() {
    if (!this.#wanted) return this.#lock?.release();
    if (document.hidden || this.#asking || this.#lock?.released === false) return;
    this.#asking = true;
    this.#lock = await navigator.wakeLock?.request("screen").catch(() => null);
    this.#asking = false;
    if (!this.#wanted) this.#lock?.release();
  }
}
