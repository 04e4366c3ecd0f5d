/**
 * The queue: one list, most urgent first, with no word of anybody's.
 *
 * While focus is inside, nothing moves under it: what is new waits behind a button.
 */

import { make } from "../dom.js";
import { isMine, overlooks, updated, waiting, whileInside } from "../state/desk.js";
import { age, health, isLongWithoutNote, lane } from "../state/order.js";
import { shownAs } from "../state/together.js";

const refreshMs = 15_000;

export class Queue {
  #page;
  #list;
  #newer;
  #health;
  #empty;
  #rows = new Map();
  #shown = null;

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
    if (desk.rows !== this.#shown) this.#arrange(desk.rows);
    for (const row of this.#rows.values()) this.#fill(row, desk);
    this.#tell(desk);
  }

  /** Only when the list itself changed: with hundreds of rows even looking at their places takes time. */
  #arrange(rows) {
    this.#shown = rows;
    const standing = new Set(rows);
    for (const [id, { li }] of this.#rows) {
      if (standing.has(id)) continue;
      li.remove();
      this.#rows.delete(id);
    }
    let next = this.#list.firstElementChild;
    for (const id of rows) {
      const { li } = this.#rows.get(id) ?? this.#make(id);
      if (li === next) next = next.nextElementSibling;
      else this.#list.insertBefore(li, next);
    }
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

  #make(id) {
    const parts = ["lane", "title", "reason", "age", "state"].map((name) => [name, make("span", { className: name })]);
    const spans = Object.fromEntries(parts);
    const button = make("button", { type: "button", className: "case", "data-case": id }, ...Object.values(spans));
    const row = { id, li: make("li", {}, button), button, spans, seen: [], said: {} };
    this.#rows.set(id, row);
    return row;
  }

  /** Most rows are as they were: what one depends on is compared before anything is written. */
  #fill(row, desk) {
    const item = shownAs(desk.cases, row.id);
    const open = desk.open === row.id;
    const { unit, n } = item ? age(this.#page.now() - item.since) : {};
    const quiet = item && overlooks(desk) && isLongWithoutNote(item, this.#page.now());
    const seen = [item?.many ?? item, open, desk.unread.has(row.id), unit, n, quiet, desk.you, item?.state === "escalated" && desk.duty];
    if (seen.every((value, at) => value === row.seen[at])) return;
    row.seen = seen;
    this.#write(row, item, open, quiet, desk);
  }

  #write(row, item, open, quiet, desk) {
    const { naming, words } = this.#page;
    if (open) row.button.setAttribute("aria-current", "true");
    else row.button.removeAttribute("aria-current");
    row.button.dataset.lane = item ? lane(item) : "gone";
    row.button.dataset.state = item ? (isMine(desk, item) ? "mine" : item.state) : "gone";
    const texts = item ? this.#texts(item, quiet, desk, naming, words) : { state: words("desk.state.gone") };
    for (const [name, text] of Object.entries(texts)) {
      if (row.said[name] !== text) row.spans[name].textContent = text;
      row.said[name] = text;
    }
  }

  #texts(item, quiet, desk, naming, words) {
    const age = naming.age(this.#page.now() - item.since);
    if (item.many) return { lane: naming.lane(item), title: item.title, reason: words("desk.row.held", { n: item.many }), age, state: words("desk.state.free") };
    const state = naming.state(item, isMine(desk, item), desk);
    const extra = [
      item.young ? words("desk.maybe_child") : "",
      item.held > (item.kind === "held" ? 1 : 0) ? words("desk.row.held", { n: item.held }) : "", // one is what the row says anyway
      item.asks ? words("desk.row.asks") : "",
      desk.unread.has(item.id) ? words("desk.row.unread") : "",
      quiet ? words("desk.row.no_note") : "",
    ];
    return {
      lane: naming.lane(item),
      title: naming.room(item.title),
      reason: [naming.reason(item), ...extra].filter(Boolean).join(" · "),
      age,
      state: [state, naming.presence(item)].filter(Boolean).join(" · "),
    };
  }

  #tell(desk) {
    const { words, naming } = this.#page;
    const fresh = waiting(desk);
    this.#newer.hidden = fresh === 0;
    if (fresh) this.#newer.textContent = words("desk.newer", { n: fresh });
    this.#empty.hidden = !desk.known || desk.rows.length > 0;
    const { free, lanes, oldest, light } = health(desk.cases.values(), this.#page.now());
    const facts = [words("desk.health.free", { n: free }), ...["now", "soon"].map((name) => `${words(`desk.lane.${name}`)}: ${lanes[name]}`)];
    if (free) facts.push(words("desk.health.oldest", { age: naming.age(oldest) }));
    facts.push(words("desk.health.on", { n: desk.duty.length }));
    this.#health.dataset.light = light;
    const told = facts.join(" · ");
    if (this.#health.textContent !== told) this.#health.textContent = told;
  }
}
