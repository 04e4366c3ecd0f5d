/** When much comes at once, a screen reader hears how much, not every word. */

const manyAMinute = 10;
const minuteMs = 60_000;
const atLatestMs = 15_000;

export class Pace {
  /** Somebody asked to hear everything. */
  readAll = false;
  #log;
  #tell;
  #arrivals = [];
  #untold = 0;
  #timer = 0;
  #calming = 0;

  /**
   * @param {import("./log.js").KithLog} log
   * @param {(count: number) => void} tell says how many came
   */
  constructor(log, tell) {
    this.#log = log;
    this.#tell = tell;
    log.addEventListener("arrived", ({ detail }) => this.#arrived(detail, Date.now()));
  }

  #arrived(count, now) {
    this.#arrivals = [...this.#arrivals, ...Array(count).fill(now)].slice(-100);
    this.#judge(now);
    if (!this.#log.busy || this.#log.apart) return;
    this.#untold += count;
    if (this.#untold >= manyAMinute) this.#say();
    else this.#timer ||= setTimeout(() => this.#say(), atLatestMs);
  }

  #judge(now) {
    this.#arrivals = this.#arrivals.filter((at) => at > now - minuteMs);
    this.#log.busy = !this.readAll && this.#arrivals.length > manyAMinute;
    this.#log.hush();
    clearTimeout(this.#calming);
    if (this.#log.busy) this.#calming = setTimeout(() => this.#judge(Date.now()), minuteMs / 6);
  }

  #say() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tell(this.#untold);
    this.#untold = 0;
  }
}
