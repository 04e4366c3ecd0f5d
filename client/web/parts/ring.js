/**
 * "Tell me when someone comes": a sign on this page, once. No member is told that somebody waits;
 * the server is, while the page is open, so that the third of them begins a circle.
 */

const againMs = 45_000;

export class Ring {
  #button;
  #visit;
  #status;
  #pending;
  #again = 0;
  #rung = false;
  #title = document.title;

  /** @param {HTMLButtonElement} button @param {{visit: object, pending: object, status: object}} room */
  constructor(button, { visit, pending, status }) {
    this.#button = button;
    this.#visit = visit;
    this.#pending = pending;
    this.#status = status;
  }

  /** Pressed: from now on, or no longer. */
  toggle() {
    this.#turn(!this.on);
    this.#status.say(this.on ? this.#means : "room.ring_off");
  }

  /** Somebody else is here. */
  ring() {
    if (!this.on || this.#rung) return;
    this.#rung = true;
    document.title = `(1) ${this.#title}`;
    navigator.vibrate?.([200, 100, 200]);
    this.#status.say("room.ring_now");
    document.addEventListener("visibilitychange", () => this.#seen(), { once: true });
    addEventListener("focus", () => this.#seen(), { once: true });
  }

  /** A meeting runs: nobody has to wait any more. */
  stop() {
    if (this.on) this.#turn(false);
  }

  /** Where the young are, no circle begins by itself and no volunteer is called. */
  get #means() {
    return this.#button.dataset.side === "young" ? "room.ring_young" : "room.ring_on";
  }

  get on() {
    return this.#button.getAttribute("aria-pressed") === "true";
  }

  #wait(up) {
    this.#pending.ask({ t: "wait", up });
  }

  #seen() {
    document.title = this.#title;
  }

  /** Whoever waits is reached also while the page is out of sight. */
  #turn(on) {
    this.#button.setAttribute("aria-pressed", String(on));
    this.#visit.always = on;
    this.#rung = false;
    document.title = this.#title;
    clearInterval(this.#again);
    if (on) this.#again = setInterval(() => this.#wait(true), againMs);
    this.#wait(on);
  }
}
