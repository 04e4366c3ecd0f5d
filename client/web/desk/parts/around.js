/** The lines of the room around what was flagged: five before and after, more only with a reason. */

import { field, make, renew } from "../dom.js";
import { hiding, revealer } from "./presses.js";

const step = 10;
const most = 50;

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
    const reason = field(words("desk.more_reason"), { maxLength: 200 });
    this.#more = make("form", { className: "more", hidden: true }, reason.whole,
      make("p", {}, make("button", { className: "button", textContent: words("desk.more") })));
    this.#more.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#askMore(reason.box);
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

  async #askMore(box) {
    if (!box.value.trim()) {
      this.#page.say("desk.nack.needs_reason");
      box.focus();
      return;
    }
    const more = Math.min(most, this.#asked + step);
    const answer = await this.#page.ask({ t: "look", case: this.#id, more, reason: box.value.trim() });
    if (answer.t === "ack") this.#asked = more;
  }
}
