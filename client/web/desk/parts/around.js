/** The lines of the room around what was flagged: five before and after, more only with a reason. */

import { make, renew, select } from "../dom.js";
import { hiding } from "./presses.js";
import { revealer } from "./veil.js";

const step = 10;
const most = 50;
/** As the wire knows them: a reason is a class that the audit may hold, never words about somebody. */
const reasons = ["unclear", "safety", "handover", "appeal"];

export class Around {
  #page;
  #id;
  #list = make("ol", { className: "around" });
  #toggle = make("p");
  #more;
  #shown = false;
  #asked = 0;
  #drawn = "";
  #detail = null;
  #mine = false;

  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.#shown = page.settings.atOnce;
    const reason = select(words("desk.more_reason"), reasons.map((name) => [name, words(`desk.more.${name}`)]));
    this.#more = make("form", { className: "more", hidden: true }, reason.whole,
      make("p", {}, make("button", { className: "button", textContent: words("desk.more") })));
    this.#more.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#askMore(reason.box.value);
    });
    this.element = make("section", { className: "part" },
      make("h3", { textContent: words("desk.around") }), this.#toggle, this.#list, this.#more);
  }

  show(detail, mine) {
    this.#detail = detail;
    this.#mine = mine;
    this.element.hidden = detail.context.length === 0;
    this.#draw();
  }

  #draw() {
    const { words } = this.#page;
    const { context } = this.#detail;
    const drawn = JSON.stringify([context, this.#mine, this.#shown]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const label = (on) => words(on ? "desk.around_cover" : "desk.around_show");
    renew(this.#toggle, revealer(label, this.#shown, (on) => this.#reveal(on), "around"));
    this.#list.hidden = !this.#shown;
    this.#more.hidden = !this.#shown || this.#asked >= most;
    renew(this.#list, ...(this.#shown ? context.map((line) => this.#line(line)) : []));
  }

  #reveal(on) {
    this.#shown = on;
    this.#draw();
  }

  #line(line) {
    const { words, clock } = this.#page;
    return make("li", { className: line.person ? "person" : "" },
      make("p", { className: "who" }, make("bdi", { className: "name", textContent: line.alias }), " ",
        make("time", { dateTime: new Date(line.at).toISOString(), textContent: clock(line.at) }),
        line.person && make("span", { className: "tag", textContent: words("desk.this_person") }),
        line.hidden && make("span", { className: "tag", textContent: words("desk.hidden") })),
      make("p", { dir: "auto", className: "words", textContent: line.text }),
      this.#mine && hiding(this.#page, this.#id, line, `c${line.n}`));
  }

  async #askMore(reason) {
    const more = Math.min(most, this.#asked + step);
    const answer = await this.#page.ask({ t: "look", case: this.#id, more, reason });
    if (answer.t === "ack") this.#asked = more;
  }
}
