/** Who watches the queue while eyes are elsewhere: says what is urgent, rings, and counts in the tab. */

import { isFree, isNow } from "../state/order.js";

export class Watch {
  #page;
  #announced = new Set();

  constructor(page) {
    this.#page = page;
  }

  /** A frame came, and the desk is as it is after it. */
  heard(frame, before) {
    if (frame.t === "alarm") this.#rang(frame);
    if (frame.t === "desk" && !before.known) for (const { id } of this.#urgent()) this.#announced.add(id);
    if (frame.t === "case" || frame.t === "desk") this.#announce();
    if (frame.t === "case") this.#mourn(before, frame.case.id);
    this.#page.bell.look();
  }

  /** A shift began: what is urgent already is said, too. */
  begin() {
    this.#announced.clear();
    this.#announce();
  }

  /** The tab shows how many urgent flags nobody has. */
  show() {
    const count = this.#page.desk.onShift ? this.#urgent().length : 0;
    this.#page.bell.show(count);
    if (!count) this.#page.told.still();
  }

  #urgent() {
    return [...this.#page.desk.cases.values()].filter((item) => isNow(item) && isFree(item) && !item.sign);
  }

  #rang(frame) {
    this.#page.bell.alarm(frame);
    if (frame.step !== "test") this.#page.told.alert(isNow(frame) ? "desk.alert" : "desk.alert_later", { room: frame.title });
  }

  /** Say once of each urgent flag that it is there. */
  #announce() {
    if (!this.#page.desk.onShift) return;
    for (const item of this.#urgent().filter(({ id }) => !this.#announced.has(id))) {
      this.#announced.add(item.id);
      this.#page.told.alert("desk.alert", { room: item.title });
    }
  }

  /** A claim ended without one's doing. */
  #mourn(before, id) {
    const lost = this.#page.desk.lost.get(id);
    if (lost && !before.lost.has(id)) this.#page.say(`desk.lost.${lost.how}`, { name: lost.by });
  }
}
