/** "Tell me when someone comes": a sign on this page, once. Nobody is told that somebody waits. */

export class Ring {
  #button;
  #visit;
  #status;
  #title = document.title;

  /** @param {HTMLButtonElement} button @param {{visit: object, status: object}} room */
  constructor(button, { visit, status }) {
    this.#button = button;
    this.#visit = visit;
    this.#status = status;
  }

  /** Pressed: from now on, or no longer. */
  toggle() {
    this.#turn(!this.on);
    this.#status.say(this.on ? "room.ring_on" : "room.ring_off");
  }

  /** Somebody else is here. */
  ring() {
    if (!this.on) return;
    this.#turn(false);
    document.title = `(1) ${this.#title}`;
    navigator.vibrate?.([200, 100, 200]);
    this.#status.say("room.ring_now");
    document.addEventListener("visibilitychange", () => this.#seen(), { once: true });
    addEventListener("focus", () => this.#seen(), { once: true });
  }

  get on() {
    return this.#button.getAttribute("aria-pressed") === "true";
  }

  #seen() {
    document.title = this.#title;
  }

  /** Whoever waits is reached also while the page is out of sight. */
  #turn(on) {
    this.#button.setAttribute("aria-pressed", String(on));
    this.#visit.always = on;
    document.title = this.#title;
  }
}
