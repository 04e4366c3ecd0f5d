/**
 * The queue: one list, most urgent first, with no word of anybody's.
 *
 * While focus is inside, nothing moves under it: what is new waits behind a button.
 */

import { make } from "../dom.js";
import { isMine, updated, waiting, whileInside } from "../state/desk.js";
import { health, lane } from "../state/order.js";

const refreshMs = 15_000;

export class Queue {
  #page;
  #list;
  #newer;
  #health;
  #empty;
  #rows = new Map();

  /** @param {object} page @param {HTMLElement} section */
  constructor(page, section) {
    this.#page = page;
    this.#list = section.querySelector("ol");
    this.#newer = section.querySelector("[data-newer]");
    this.#health = section.querySelector("[data-health]");
    this.#empty = section.querySelector("[data-empty]");
    section.addEventListener("focusin", ({ target }) => this.#holds(target) && this.#inside(true));
    section.addEventListener("focusout", ({ relatedTarget }) => this.#holds(relatedTarget) || this.#inside(false));
    this.#list.addEventListener("click", ({ target }) => this.#pressed(target.closest("[data-case]")));
    this.#newer.addEventListener("click", () => this.#update());
    setInterval(() => this.show(), refreshMs);
  }

  /** Where the keyboard goes on Alt+Shift+Q: the first row, or the list's heading. */
  focus() {
    (this.#list.querySelector("button") ?? document.getElementById("q")).focus();
  }

  show() {
    const { desk } = this.#page;
    const gone = [...this.#rows.keys()].filter((id) => !desk.rows.includes(id));
    for (const id of gone) this.#drop(id);
    desk.rows.forEach((id, at) => this.#place(id, at));
    this.#tell(desk);
  }

  /** Inside is the list, and the button that brings the rest of it. */
  #holds(element) {
    return this.#list.contains(element) || element === this.#newer;
  }

  #inside(frozen) {
    this.#page.become(whileInside(this.#page.desk, frozen));
  }

  #pressed(row) {
    if (row) this.#page.open(row.dataset.case);
  }

  #update() {
    const before = new Set(this.#page.desk.rows);
    this.#page.become(updated(this.#page.desk));
    this.#page.drawNow();
    const fresh = this.#page.desk.rows.find((id) => !before.has(id));
    (fresh ? this.#rows.get(fresh).button : document.getElementById("q")).focus();
  }

  #drop(id) {
    this.#rows.get(id).li.remove();
    this.#rows.delete(id);
  }

  #place(id, at) {
    const row = this.#rows.get(id) ?? this.#make(id);
    if (this.#list.children[at] !== row.li) this.#list.insertBefore(row.li, this.#list.children[at] ?? null);
    this.#fill(row, this.#page.desk.cases.get(id));
  }

  #make(id) {
    const parts = ["lane", "title", "reason", "age", "state"].map((name) => [name, make("span", { className: name })]);
    const spans = Object.fromEntries(parts);
    const button = make("button", { type: "button", className: "case", "data-case": id }, ...Object.values(spans));
    const row = { li: make("li", {}, button), button, spans, said: "" };
    this.#rows.set(id, row);
    return row;
  }

  #fill(row, item) {
    const { desk, naming, words } = this.#page;
    const open = desk.open === row.button.dataset.case;
    if (open !== row.button.hasAttribute("aria-current")) row.button.toggleAttribute("aria-current", open);
    if (open) row.button.setAttribute("aria-current", "true");
    const texts = item ? this.#texts(item, desk, naming, words) : { state: words("desk.state.gone") };
    const said = JSON.stringify(texts);
    if (row.said === said) return;
    row.said = said;
    row.button.dataset.lane = item ? lane(item) : "gone";
    row.button.dataset.state = item ? (isMine(desk, item) ? "mine" : item.state) : "gone";
    for (const [name, text] of Object.entries(texts)) row.spans[name].textContent = text;
  }

  #texts(item, desk, naming, words) {
    const state = naming.state(item, isMine(desk, item));
    const extra = [
      item.held ? words("desk.row.held", { n: item.held }) : "",
      item.asks ? words("desk.row.asks") : "",
      desk.unread.has(item.id) ? words("desk.row.unread") : "",
    ];
    return {
      lane: naming.lane(item),
      title: item.title,
      reason: [naming.reason(item), ...extra].filter(Boolean).join(" · "),
      age: naming.age(this.#page.now() - item.since),
      state: `${state} · ${naming.presence(item)}`,
    };
  }

  #tell(desk) {
    const { words, naming } = this.#page;
    const fresh = waiting(desk);
    this.#newer.hidden = fresh === 0;
    if (fresh) this.#newer.textContent = words("desk.newer", { n: fresh });
    this.#empty.hidden = !desk.known || desk.rows.length > 0;
    const { free, severe, oldest, light } = health(desk.cases.values(), this.#page.now());
    const facts = [words("desk.health.free", { n: free }), words("desk.health.severe", { n: severe })];
    if (free) facts.push(words("desk.health.oldest", { age: naming.age(oldest) }));
    facts.push(words("desk.health.on", { n: desk.duty.length }));
    this.#health.dataset.light = light;
    const told = facts.join(" · ");
    if (this.#health.textContent !== told) this.#health.textContent = told;
  }
}
