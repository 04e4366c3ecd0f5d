/**
 * What was flagged: first why, in words; the text itself only when somebody asks to see it.
 *
 * Until then the text is not in the page at all: no screen reader, search or shoulder finds it.
 */

import { make, renew } from "../dom.js";
import { confirmed, hiding } from "./presses.js";
import { saidBy, veiled } from "./veil.js";

const wordless = new Set(["refused", "flag", "held", "unscanned", "report"]);

export class Messages {
  #page;
  #id;
  #list = make("ol", { className: "messages" });
  #shown = new Set();
  #drawn = "";
  #detail = null;
  #mine = false;

  /** @param {object} page @param {string} id the case's */
  constructor(page, id) {
    this.#page = page;
    this.#id = id;
    this.element = make("section", { className: "part" },
      make("h3", { textContent: page.words("desk.messages") }), this.#list);
  }

  show(detail, mine) {
    this.#detail = detail;
    this.#mine = mine;
    this.#draw();
  }

  #draw() {
    const { messages } = this.#detail;
    const drawn = JSON.stringify([messages, this.#mine, [...this.#shown], this.#page.settings.atOnce]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    renew(this.#list, ...messages.map((message, at) => this.#message(message, `m${at}`)));
  }

  #message(message, key) {
    const { words, naming, settings } = this.#page;
    const head = saidBy(this.#page, message);
    const why = make("p", { className: "why", textContent: naming.why(message, this.#detail.case) });
    const shown = this.#shown.has(key) || settings.atOnce;
    // The desk is told what no other member can read, and that it is so.
    const ofTwo = message.why === "of_two" && make("p", { className: "card note", textContent: words("desk.of_two") });
    return make("li", {}, head, why, ofTwo, ...(message.text ? veiled(this.#page, message, shown, (on) => this.#reveal(key, on), key) : [this.#noText(message)]),
      message.held && make("p", { className: "hint", textContent: words(`desk.held.${message.held}`) }),
      this.#mine && this.#acts(message, key));
  }

  #noText(message) {
    // After three days a case that nobody has signed is here without its words.
    return wordless.has(message.kind) && make("p", { className: "hint", textContent: this.#page.words("desk.no_text") });
  }

  #reveal(key, on) {
    if (on) this.#shown.add(key);
    else this.#shown.delete(key);
    this.#draw();
  }

  #acts(message, key) {
    const { words } = this.#page;
    const act = (t, fields) => this.#page.act(this.#id, t, fields);
    if (message.held === "held") {
      const decide = (release) => act("decide", { message: message.id, release });
      const done = (how) => () => {
        this.#page.say(`desk.held.${how}`);
        this.#list.querySelector(`[data-key="${key}-show"]`)?.focus();
      };
      return make("div", { className: "choices" },
        confirmed(this.#page, {
          label: words("desk.release"), question: () => words("desk.release_ask"), yes: words("desk.release"),
          act: () => decide(true), done: done("released"), key: `${key}-in`,
        }),
        confirmed(this.#page, {
          label: words("desk.keep_out"), question: () => words("desk.keep_out_ask"), yes: words("desk.keep_out"),
          act: () => decide(false), done: done("kept"), key: `${key}-out`,
        }));
    }
    return message.n ? hiding(this.#page, this.#id, message, key) : null;
  }
}
