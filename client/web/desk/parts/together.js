/**
 * Held messages of one room, decided in one press: what a raid leaves. No text before it is asked for.
 *
 * Only what is listed here is decided: what came meanwhile waits behind a button.
 */

import { button, make, renew } from "../dom.js";
import { hindrance } from "../state/desk.js";
import { seen, shownAs, undecided } from "../state/together.js";
import { confirmed } from "./presses.js";
import { saidBy, veiled } from "./veil.js";

export class Together {
  #page;
  #id;
  #heading = make("h2", { id: "d", tabIndex: -1 });
  #facts = make("p", { className: "facts" });
  #acts = make("div", { className: "choices" });
  #newer;
  #list = make("ol", { className: "messages" });
  #shown = new Set();
  #held = [];
  #drawn = "";
  #acted = "";

  /** @param {object} page @param {string} id the row's */
  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.#newer = button("", () => page.look(id), { hidden: true });
    this.element = make("div", { className: "case-view" }, this.#heading, this.#facts,
      make("p", { textContent: words("desk.together.why") }), this.#acts, make("p", {}, this.#newer), this.#list,
      button(words("desk.to_queue"), () => page.queue.focus(), { className: "button to-queue" }));
  }

  focus() {
    this.#heading.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "start" });
  }

  show() {
    const { desk, words, naming, now } = this.#page;
    const row = shownAs(desk.cases, this.#id);
    this.#tell(this.#heading, words("desk.together", { n: row?.many ?? 0 }));
    this.#tell(this.#facts, row ? `${row.title} · ${naming.age(now() - row.since)}` : "");
    const { held, newer } = desk.detail ? undecided(desk.cases, desk.detail) : { held: [], newer: 0 };
    this.#held = held;
    this.#newer.hidden = newer === 0;
    this.#tell(this.#newer, words("desk.newer", { n: newer }));
    this.#draw();
    this.#offer(words, desk);
  }

  #tell(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  #draw() {
    const drawn = JSON.stringify([this.#held, [...this.#shown], this.#page.settings.atOnce]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    renew(this.#list, ...this.#held.map((message) => this.#message(message)));
  }

  #message(message) {
    const { words, naming, settings } = this.#page;
    const key = `${message.case}-${message.id}`;
    const shown = this.#shown.has(key) || settings.atOnce;
    const text = veiled(this.#page, message, shown, (on) => this.#reveal(key, on), key);
    text.at(-1).append(" ", button(words("desk.together.one"), () => this.#page.open(message.case), { "data-key": `${key}-one` }));
    return make("li", {}, saidBy(this.#page, message),
      make("p", { className: "why", textContent: naming.why({ ...message, kind: "held" }) }), ...text);
  }

  #reveal(key, on) {
    if (on) this.#shown.add(key);
    else this.#shown.delete(key);
    this.#draw();
  }

  /** What one may do with all of them; a question that is being asked stays as it is. */
  #offer(words, desk) {
    const n = this.#held.length;
    const aimed = this.#held.some(({ rule }) => rule === "attack");
    const not = hindrance(desk);
    const acted = JSON.stringify([n, aimed, not, Boolean(desk.detail)]);
    if (acted === this.#acted || this.#acts.querySelector(".asking")) return;
    this.#acted = acted;
    if (not) return renew(this.#acts, make("p", { className: "hint", textContent: words(not) }));
    if (!n) return renew(this.#acts, desk.detail && make("p", { className: "card", textContent: words("desk.together.none") }));
    renew(this.#acts,
      button(words("desk.together.keep", { n }), () => this.#decide(false), { className: "button action", "data-key": "keep" }),
      aimed ? make("p", { className: "hint", textContent: words("desk.together.aimed") }) : confirmed(this.#page, {
        label: words("desk.together.release", { n }), question: () => words("desk.together.release_ask", { n }),
        yes: words("desk.together.release", { n }), act: () => this.#decide(true), done: () => this.#heading.focus(), key: "release",
      }));
  }

  async #decide(release) {
    const answer = await this.#page.ask({ t: "settle", seen: seen(this.#held), release });
    if (answer.t !== "ack") return answer;
    this.#heading.focus({ preventScroll: true });
    this.#acted = "";
    this.#acts.replaceChildren();
    this.#page.say(`desk.together.${release ? "released" : "kept"}`, { n: answer.many });
    this.show();
    return answer;
  }
}
