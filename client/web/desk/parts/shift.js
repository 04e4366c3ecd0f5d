/**
 * A shift: how one is today, the test alarm whose tap lets the page sound, the beginning, the end.
 *
 * What one asks to be spared stays on this device; nobody else is told.
 */

import { button, make, renew, tick } from "../dom.js";
import { isLed, isShadow } from "../state/desk.js";
import { isDue, later } from "../state/rest.js";
import { Awake } from "./awake.js";

export class Shift {
  #page;
  #start;
  #rest;
  #sound;
  #after;
  #spare;
  #heard;
  #learns;
  #tested = false;
  #awake = new Awake();
  #going;
  #lead = make("p", { className: "hint" });
  #left = make("div");

  /** @param {object} page @param {Record<string, HTMLElement>} places @param {import("./going.js").Going} going */
  constructor(page, { start, rest, after, sound }, going) {
    this.#page = page;
    this.#sound = sound;
    this.#start = start;
    this.#rest = rest;
    this.#after = after;
    this.#going = going;
    this.#build();
  }

  show() {
    const { desk } = this.#page;
    this.#start.hidden = !desk.known || desk.onShift;
    this.#learns.hidden = !isShadow(desk);
    this.offerRest();
    this.#awake.during(desk.onShift);
    // A page that was loaded anew may not sound before somebody touches it.
    this.#sound.hidden = !desk.onShift || this.#page.bell.unlocked;
    if (desk.onShift) this.#after.hidden = true;
    else this.#going.hide();
    this.#lead.textContent = this.#page.words(isLed(desk) ? "desk.after.lead" : "desk.after.unled");
    for (const part of document.querySelectorAll("[data-on-shift]")) part.hidden = !desk.onShift;
    for (const link of document.querySelectorAll("a[href*='/desk/roster']")) this.#openBeside(link, desk.onShift);
  }

  /** Whoever left this page in a shift would be called by nothing, and lose their cases. */
  #openBeside(link, during) {
    link.target = during ? "_blank" : "";
    link.title = during ? this.#page.words("desk.shift.beside") : "";
  }

  /** Time passes also while nothing happens, so the page asks this every second. */
  offerRest() {
    const { desk, settings } = this.#page;
    this.#rest.hidden = !desk.onShift || !isDue(settings.shift, Date.now());
  }

  /** The test alarm came back: that is half of the test, the other half is an ear. */
  alarmed() {
    this.#tested = true;
    this.#heard.hidden = false;
    this.#heard.querySelector("button").focus();
  }

  #build() {
    const { words, settings } = this.#page;
    const noS1 = tick(words("desk.shift.no_s1"), { checked: settings.noS1 });
    const noChildren = tick(words("desk.shift.no_children"), { checked: settings.noChildren });
    this.#spare = () => ({ noS1: noS1.box.checked, noChildren: noChildren.box.checked });
    this.#heard = make("div", { hidden: true },
      make("p", { textContent: words("desk.shift.did_you_hear") }),
      make("p", { className: "choices" },
        button(words("desk.shift.heard"), () => this.#begin(), { className: "button action" }),
        button(words("desk.shift.not_heard"), () => this.#page.say("desk.shift.louder"))));
    this.#learns = make("p", { textContent: words("desk.shadow.may"), hidden: true });
    this.#start.append(this.#learns,
      make("fieldset", {}, make("legend", { textContent: words("desk.shift.how") }),
        make("p", { className: "hint", textContent: words("desk.shift.how_why") }), noS1.whole, noChildren.whole),
      make("p", { textContent: words("desk.shift.test_why") }),
      make("p", {}, button(words("desk.shift.test"), () => this.#test(), { className: "button action", id: "test-alarm" })),
      this.#heard);
    this.#sound.append(make("p", {}, button(words("desk.sound.on"), () => this.#unlock(), { className: "button action" })));
    this.#buildRest(words);
  }

  async #unlock() {
    await this.#page.bell.unlock().catch(() => false);
    this.#page.bell.sound("first");
    this.show();
  }

  #buildRest(words) {
    this.#rest.append(
      make("p", { textContent: words("desk.rest.text") }),
      make("p", { className: "choices" },
        button(words("desk.shift.end"), () => this.end(), { className: "button action" }),
        button(words("desk.rest.later"), () => this.#notYet())));
    this.#after.append(
      make("h2", { textContent: words("desk.after.heading"), tabIndex: -1 }),
      make("p", { textContent: words("desk.after.text") }),
      this.#lead, this.#left);
  }

  #notYet() {
    this.#page.keep({ shift: later(this.#page.settings.shift, Date.now()) });
    document.getElementById("q").focus(); // the button that was pressed is gone
  }

  async #test() {
    const sounds = await this.#page.bell.unlock().catch(() => false);
    if (!sounds) this.#page.say("desk.shift.silent");
    await this.#page.ask({ t: "test" });
  }

  async #begin() {
    if (!this.#tested) return;
    const spare = this.#spare();
    this.#page.keep(spare);
    const answer = await this.#page.ask({ t: "shift", on: true });
    if (answer.t !== "ack") return;
    this.#heard.hidden = true;
    this.#page.began(spare);
    this.#page.say("desk.shift.began");
    document.getElementById("q").focus();
  }

  /** End it, or say first what stays open. */
  end() {
    if (!this.#going.ask((accepted) => this.#leave(accepted))) this.#leave(false);
  }

  /** @param {boolean} accepted one's cases are set free, and whoever leads is called */
  async #leave(accepted) {
    if (accepted) this.#page.leavesAll();
    const open = this.#going.told();
    const answer = await this.#page.ask({ t: "shift", on: false, accepted });
    if (answer.code === "still_open") return this.end();
    if (answer.t !== "ack") return;
    this.#page.ended();
    renew(this.#left, ...open);
    this.#after.hidden = false;
    this.#after.querySelector("h2").focus();
  }
}
