/** The roster: a table of shifts, one's own first to find, and a form to take one. */

import { button, field, make, renew, select } from "../dom.js";

const kinds = ["duty", "backup", "on_call", "greet", "lead"];
const hours = [1, 2, 3, 4, 6, 8, 12];
const hourMs = 3_600_000;

export class Shifts {
  #page;
  #body;
  #now;
  #empty;
  #form;
  #who;
  #kind;

  constructor(page, section) {
    this.#page = page;
    this.#body = section.querySelector("tbody");
    this.#now = section.querySelector("[data-now]");
    this.#empty = section.querySelector("[data-empty]");
    this.#form = section.querySelector("form");
    const zone = Intl.DateTimeFormat(document.documentElement.lang, { timeZoneName: "long" }).formatToParts();
    section.querySelector("[data-zone]").textContent = zone.find(({ type }) => type === "timeZoneName").value;
    this.#build();
  }

  async renew() {
    const { ok, body } = await this.#page.ask("roster");
    if (!ok) return;
    this.#fillWho();
    const { words } = this.#page;
    const coming = body.shifts.filter(({ end }) => end > body.now);
    renew(this.#body, ...coming.map((shift) => this.#row(shift, body)));
    this.#body.closest("table").hidden = coming.length === 0;
    this.#empty.hidden = coming.length > 0;
    this.#now.textContent = body.lead ? words("crew.lead", { name: this.#page.name(body.lead) }) : words("crew.no_lead");
  }

  #row(shift, { now }) {
    const { words, you } = this.#page;
    const mine = shift.volunteer === you.id;
    const when = this.#page.span(shift.start, shift.end);
    const cell = (text) => make("td", { textContent: text });
    const drop = () => this.#page.change("crew.dropped", `roster/${encodeURIComponent(shift.id)}`, {}, "DELETE");
    const who = make("th", { scope: "row" }, make("bdi", { textContent: this.#page.name(shift.volunteer) }),
      mine && ` ${words("crew.you")}`);
    const row = make("tr", { className: mine ? "mine" : "" }, who, cell(words(`crew.kind.${shift.kind}`)),
      cell(when), cell(words(shift.start <= now ? "crew.on_now" : "crew.later")));
    const may = mine || this.#page.coordinates;
    row.append(make("td", {}, may && button(words("crew.drop"), drop, {
      "data-key": `drop-${shift.id}`, "aria-label": words("crew.drop_of", { name: this.#page.name(shift.volunteer), when }),
    })));
    return row;
  }

  #build() {
    const { words } = this.#page;
    const start = field(words("crew.start"), { type: "datetime-local", required: true });
    const lasts = select(words("crew.hours"), hours.map((n) => [String(n), words("crew.n_hours", { n })]));
    this.#who = select(words("crew.who"), []);
    this.#kind = select(words("crew.kind"), kinds.map((kind) => [kind, words(`crew.kind.${kind}`)]));
    lasts.box.value = "2";
    this.#form.prepend(make("div", { className: "grid" }, this.#who.whole, this.#kind.whole, start.whole, lasts.whole));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const from = new Date(start.box.value).getTime();
      if (Number.isNaN(from)) return start.box.focus();
      this.#page.change("crew.planned", "roster", {
        volunteer: this.#who.box.value, kind: this.#kind.box.value, start: from, end: from + Number(lasts.box.value) * hourMs,
      });
    });
  }

  /** A coordinator plans for everybody, the others for themselves. */
  #fillWho() {
    const { people, you, coordinates, words } = this.#page;
    const may = coordinates ? [...people.values()] : [you];
    const chosen = this.#who.box.value || you.id;
    this.#who.box.replaceChildren(...may.map(({ id, name }) => make("option", { value: id, textContent: name })));
    this.#who.box.value = people.has(chosen) ? chosen : you.id;
    this.#who.whole.hidden = !coordinates;
    const lead = this.#kind.box.querySelector("[value=lead]");
    if (!coordinates) lead?.remove();
    else if (!lead) this.#kind.box.append(make("option", { value: "lead", textContent: words("crew.kind.lead") }));
  }
}
