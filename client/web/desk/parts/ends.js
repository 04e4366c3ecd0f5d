/** What the page says, and does, when its line is lost or may not come back by itself. */

const awayMs = 3000;
const notSignedIn = 4504;

export class Ends {
  #page;
  #open;
  #late = 0;
  #goodbye = "";

  /** @param {object} page @param {() => void} open comes to the desk again */
  constructor(page, open) {
    this.#page = page;
    this.#open = open;
  }

  heard(frame) {
    if (frame.t === "bye") this.#goodbye = frame.code;
    if (frame.t !== "desk") return;
    this.#isBack();
    this.#page.told.stand("");
  }

  lost() {
    // Every attempt that comes to nothing is a loss, too: the first one counts.
    this.#late ||= setTimeout(() => this.#page.told.stand("desk.away"), awayMs);
  }

  /** Not by ourselves: signed out meanwhile, or this page is of an older version. */
  async over(code) {
    this.#isBack();
    if (code !== notSignedIn) return this.#stop("desk.nack.fault");
    const key = this.#goodbye === "session_over" ? "desk.over_hours" : "desk.over";
    this.#page.told.stand(key);
    const you = await this.#page.frame.signInAgain(key);
    // Somebody else signed in: nothing of the first one's stays on this screen.
    if (you.id !== this.#page.desk.you?.id) {
      this.#page.staying.goes();
      return location.reload();
    }
    this.#open();
  }

  #stop(key) {
    this.#page.told.stand(key);
    this.#page.frame.loadAgain(key);
  }

  #isBack() {
    clearTimeout(this.#late);
    this.#late = 0;
  }
}
