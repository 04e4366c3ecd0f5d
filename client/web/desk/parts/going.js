/**
 * Before a shift ends: one's own cases, to be handed over first; then what stays open for the next.
 *
 * Nobody is held here: whoever has to go sets their cases free with one press.
 */

import { button, make, renew } from "../dom.js";
import { isLed, isMine } from "../state/desk.js";
import { leftOpen } from "../state/order.js";

export class Going {
  #page;
  #place;
  #end = () => {};

  /** @param {object} page @param {HTMLElement} place */
  constructor(page, place) {
    this.#page = page;
    this.#place = place;
  }

  get left() {
    const { desk, now } = this.#page;
    return leftOpen(desk.cases.values(), (item) => isMine(desk, item), now());
  }

  /**
   * Say what there is to say before the shift ends; whether there is anything.
   * @param {(accepted: boolean) => void} end ends it, with one's cases set free or without
   */
  ask(end) {
    this.#end = end;
    const { mine, urgent } = this.left;
    if (!mine.length && !urgent) return false;
    this.#draw();
    this.#place.hidden = false;
    this.#place.querySelector("h2").focus();
    return true;
  }

  hide() {
    this.#place.hidden = true;
  }

  #draw() {
    const { words, naming, desk } = this.#page;
    const { mine } = this.left;
    const alone = !desk.duty.some(({ id, role }) => id !== desk.you?.id && role !== "shadow");
    const go = mine.length ? (isLed(desk, true) ? "desk.shift.lead_knows" : "desk.shift.set_free") : "desk.shift.end";
    renew(this.#place, make("h2", { textContent: words("desk.going"), tabIndex: -1 }),
      mine.length && make("p", { textContent: words("desk.going.mine") }),
      mine.length && make("ul", { className: "plain" }, ...mine.map((item) => make("li", {},
        button(`${naming.room(item.title)} · ${naming.reason(item)}`, () => this.#hand(item.id), { "data-going": item.id })))),
      ...this.told(), alone && make("p", { textContent: words("desk.going.alone") }),
      make("p", { className: "choices" },
        button(words(go), () => this.#go(mine.length > 0), { className: "button leave", "data-accepted": "" }),
        button(words("desk.going.stay"), () => this.#stay())));
  }

  /** What stays open for the next, in counts; no word of anybody's. */
  told() {
    const { words, naming } = this.#page;
    const { free, oldest, urgent } = this.left;
    if (!free) return [make("p", { textContent: words("desk.going.none") })];
    const facts = [words("desk.health.free", { n: free }), words("desk.going.urgent", { n: urgent }),
      words("desk.health.oldest", { age: naming.age(oldest) })];
    return [make("p", { textContent: words("desk.going.open") }), make("p", { className: "facts", textContent: facts.join(" · ") })];
  }

  #hand(id) {
    this.hide();
    this.#page.open(id);
    document.querySelector("#detail [data-hand-over]").open = true;
  }

  #go(accepted) {
    this.hide();
    this.#end(accepted);
  }

  #stay() {
    this.hide();
    document.getElementById("q").focus();
  }
}
