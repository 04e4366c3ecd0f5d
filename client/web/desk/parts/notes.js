/** The team's notes on a case, what another pair of eyes thinks of it, and what was handed over. */

import { field, make, renew } from "../dom.js";

const fields = ["known", "said", "next"];

export class Notes {
  #page;
  #id;
  #list = make("ul", { className: "notes" });
  #handover = make("div", { className: "card handover", hidden: true });
  #form;
  #opinion;
  #drawn = "";

  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.#form = this.#writing("note", "desk.note.box", "desk.note.add");
    this.#opinion = this.#writing("opinion", "desk.opinion.box", "desk.opinion.give");
    this.element = make("section", { className: "part" }, make("h3", { textContent: words("desk.notes") }),
      this.#handover, this.#list, this.#opinion, this.#form);
  }

  show(detail, mine) {
    this.#opinion.hidden = !detail.case.asks || mine;
    const { notes = [], handover = null } = detail;
    const drawn = JSON.stringify([notes, handover]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    renew(this.#list, ...notes.map((note) => this.#note(note)));
    this.#list.hidden = notes.length === 0;
    this.#drawHandover(handover);
  }

  #drawHandover(handover) {
    const { words } = this.#page;
    this.#handover.hidden = !handover;
    if (!handover) return;
    const rows = fields.map((name) => [words(`desk.hand.${name}`), handover[name]]);
    rows.push([words("desk.hand.urgency"), words.first([`desk.urgency.${handover.urgency}`, "desk.urgency.soon"])]);
    renew(this.#handover, make("p", { className: "name", textContent: words("desk.hand.from", { name: handover.by }) }),
      make("dl", {}, ...rows.map(([what, text]) => make("div", {},
        make("dt", { textContent: what }), make("dd", { textContent: text, dir: "auto" })))));
  }

  #note({ by, at, text, opinion }) {
    const { words, clock } = this.#page;
    return make("li", {}, make("p", { className: "who" }, make("bdi", { className: "name", textContent: by }), " ",
      make("time", { dateTime: new Date(at).toISOString(), textContent: clock(at) }),
      opinion && make("span", { className: "tag", textContent: words("desk.opinion") })),
    make("p", { dir: "auto", className: "words", textContent: text }));
  }

  #writing(t, label, press) {
    const { words } = this.#page;
    const { whole, box } = field(words(label), { rows: 2, maxLength: 2000 });
    const form = make("form", {}, whole, make("p", {}, make("button", { className: "button", textContent: words(press) })));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!box.value.trim()) return box.focus();
      const answer = await this.#page.ask({ t, case: this.#id, text: box.value.trim() });
      if (answer.t !== "ack") return;
      box.value = "";
      this.#page.say("desk.note.kept");
    });
    return form;
  }
}
