/** Who watches the queue while eyes are elsewhere: says what is urgent, rings, and counts in the tab. */

import { isBeside } from "../state/desk.js";
import { isFree, isNow, isSparedFrom } from "../state/order.js";

/** So many can be named one by one; more are counted. */
const few = 3;

export class Watch {
  #page;
  #announced = new Set();
  /** The cases the alert speaks of: once none of them is free, it is still. */
  #spokenOf = new Set();

  constructor(page) {
    this.#page = page;
  }

  /** A frame came, and the desk is as it is after it. */
  heard(frame, before) {
    if (frame.t === "alarm") this.#rang(frame);
    if (frame.t === "desk" || this.#goesOn(before)) this.begin();
    if (frame.t === "case") this.#announce();
    for (const id of this.#page.desk.lost.keys()) this.#mourn(before, id);
    if (frame.t === "case") this.#tellOfPerson(before, frame.case);
    if (frame.t === "case") this.#asksSecond(before, frame.case.id);
    if (frame.t === "talk") this.#tellOfLine(before, frame);
    this.#page.bell.look();
  }

  /** A shift began, or one is back: what is urgent already is said and rung for, too. */
  begin() {
    this.#announced.clear();
    for (const id of this.#announce()) this.#page.bell.alarm({ step: "alert", case: id });
  }

  /** The shift ended with the line, and goes on by itself. */
  #goesOn(before) {
    return Boolean(this.#page.spared) && !before.onShift && this.#page.desk.onShift;
  }

  /** The tab shows how many urgent flags nobody has. */
  show() {
    const count = this.#page.desk.onShift ? this.#urgent().length : 0;
    this.#page.bell.show(count);
    if (this.#spokenOf.size && !this.#isStillSo()) this.#still();
  }

  #isStillSo() {
    const { cases } = this.#page.desk;
    return [...this.#spokenOf].some((id) => cases.has(id) && isFree(cases.get(id)));
  }

  #still() {
    this.#spokenOf.clear();
    this.#page.told.still();
  }

  #alert(ids, key, values) {
    this.#spokenOf = new Set(ids);
    this.#page.told.alert(key, values);
  }

  #urgent() {
    return [...this.#page.desk.cases.values()].filter((item) => isNow(item) && isFree(item) && !item.sign);
  }

  /** What one asked to be spared today is on the list, but does not call, while somebody else is on. */
  #calls(item) {
    const { desk, spared } = this.#page;
    return desk.duty.length < 2 || !isSparedFrom(spared, item);
  }

  #rang(frame) {
    if (!this.#calls(this.#page.desk.cases.get(frame.case) ?? frame)) return;
    this.#page.bell.alarm(frame);
    if (frame.step === "test") return;
    const urgent = this.#urgent().map(({ id }) => id);
    if (urgent.length > few) return this.#alert(urgent, "desk.alert_many", { n: urgent.length });
    this.#alert([frame.case], isNow(frame) ? "desk.alert" : "desk.alert_later", { room: this.#page.naming.room(frame.title) });
  }

  /** Say once of each urgent flag that it is there. @returns {string[]} those that were said */
  #announce() {
    const isFresh = (item) => !this.#announced.has(item.id) && this.#calls(item);
    const fresh = this.#page.desk.onShift ? this.#urgent().filter(isFresh) : [];
    for (const { id } of fresh) this.#announced.add(id);
    const ids = fresh.map(({ id }) => id);
    if (fresh.length === 1) this.#alert(ids, "desk.alert", { room: this.#page.naming.room(fresh[0].title) });
    if (fresh.length > 1) this.#alert(ids, "desk.alert_many", { n: fresh.length });
    return ids;
  }

  /** Whoever one stands beside has the case no more: nobody else knows it as well. */
  #asksSecond(before, id) {
    const [was, item] = [before.cases.get(id), this.#page.desk.cases.get(id)];
    if (!isBeside(this.#page.desk, item) || !isFree(item) || item.handover || !was || isFree(was)) return;
    this.#page.bell.alarm({ step: "backup", case: id });
    this.#alert([id], "desk.alert_beside", { room: this.#page.naming.room(item.title) });
  }

  /** Whoever one is there for went, or is back. */
  #tellOfPerson({ cases }, { id, here, title }) {
    const was = cases.get(id);
    if (this.#page.desk.held.has(id) && was && was.here !== here) this.#page.say(here ? "desk.came" : "desk.went", { room: title });
  }

  /** The person said yes, or the line is over: one may be looking elsewhere. */
  #tellOfLine({ cases }, { case: id, state }) {
    const was = cases.get(id)?.talk;
    if (this.#page.desk.held.has(id) && was !== state && state !== "offered") this.#page.say(`desk.talk.${state}`);
  }

  /** A claim ended without one's doing. */
  #mourn(before, id) {
    const lost = this.#page.desk.lost.get(id);
    if (lost && !before.lost.has(id)) this.#page.say(`desk.lost.${lost.how}`, { name: lost.by });
  }
}
