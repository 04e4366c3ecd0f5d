/** The ways a case leaves one's hands: a second pair of eyes, the duty lead, somebody else, the end. */

import { button, field, make, select, tick } from "../dom.js";
import { isLed } from "../state/desk.js";
import { confirmed } from "./presses.js";

const urgencies = ["now", "soon", "when_you_can"];
const outcomes = ["calmer", "left_with_lines", "gone_offline", "not_a_crisis", "handed_on"];
const fields = ["known", "said", "next"];

export class Leaving {
  #page;
  #id;
  #call = make("div");

  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.element = make("section", { className: "part" }, make("h3", { textContent: words("desk.leaving") }),
      make("div", { className: "choices" },
        button(words("desk.second"), () => this.#tell(page.act(id, "second"), "desk.second_done")),
        this.#call),
      this.#handing(words), this.#closing(words));
  }

  show(_detail, mine) {
    this.element.hidden = !mine;
    this.#drawCall(isLed(this.#page.desk, true) ? "desk.call" : "desk.call_all");
  }

  /** The duty lead is called only where somebody leads; else everybody is, and that is what it says. */
  #drawCall(key) {
    const { words } = this.#page;
    if (this.#call.dataset.calls === key || this.#call.querySelector(".asking")) return;
    this.#call.dataset.calls = key;
    this.#call.replaceChildren(confirmed(this.#page, {
      label: words(key), question: () => words(`${key}_ask`), yes: words(key),
      act: () => this.#page.letGo(this.#id, "call", {}, `${key}_done`),
    }));
  }

  async #tell(asked, key) {
    if ((await asked).t === "ack") this.#page.say(key);
  }

  #handing(words) {
    const boxes = fields.map((name) => [name, field(words(`desk.hand.${name}`), { rows: 2, maxLength: 2000, "data-hand": name })]);
    const urgency = select(words("desk.hand.urgency"), urgencies.map((name) => [name, words(`desk.urgency.${name}`)]));
    const form = make("form", {}, make("p", { className: "hint", textContent: words("desk.hand.why") }),
      ...boxes.map(([, { whole }]) => whole), urgency.whole,
      make("p", {}, make("button", { className: "button action", textContent: words("desk.hand.offer") })));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const empty = boxes.find(([, { box }]) => !box.value.trim());
      if (empty) return this.#missing(empty[1].box);
      const said = Object.fromEntries(boxes.map(([name, { box }]) => [name, box.value.trim()]));
      await this.#tell(this.#page.act(this.#id, "hand", { ...said, urgency: urgency.box.value }), "desk.hand.offered");
    });
    return make("details", { className: "fold", "data-hand-over": "" }, make("summary", { textContent: words("desk.hand") }), form);
  }

  #missing(box) {
    this.#page.say("desk.nack.needs_words");
    box.focus();
  }

  #closing(words) {
    const choices = outcomes.map((name) => tick(words(`desk.outcome.${name}`),
      { type: "radio", name: `outcome-${this.#id}`, value: name }));
    const note = field(words("desk.close.note"), { rows: 2, maxLength: 2000 });
    const form = make("form", {},
      make("fieldset", {}, make("legend", { textContent: words("desk.close.how") }), ...choices.map(({ whole }) => whole)),
      note.whole, make("p", { className: "hint", textContent: words("desk.close.second") }),
      make("p", {}, make("button", { className: "button action", textContent: words("desk.close.do") })));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const chosen = choices.find(({ box }) => box.checked);
      if (!chosen) {
        this.#page.say("desk.close.choose");
        return choices[0].box.focus();
      }
      const answer = await this.#page.letGo(this.#id, "close", { outcome: chosen.box.value, note: note.box.value.trim() });
      if (answer.t === "ack") this.#page.closed(this.#id);
    });
    return make("details", { className: "fold" }, make("summary", { textContent: words("desk.close") }), form);
  }
}
