/** Rooms in which somebody waits for others: how many, for whom, in which language. Never who. */

import { make, renew } from "../dom.js";

export class Alone {
  #page;
  #section;
  #list;
  #shown = null;
  #languages = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });

  /** @param {object} page @param {HTMLElement} section */
  constructor(page, section) {
    this.#page = page;
    this.#section = section;
    this.#list = section.querySelector("ul");
  }

  show() {
    const { alone, onShift } = this.#page.desk;
    if (alone === this.#shown) return;
    const known = new Set(this.#shown?.map(({ at }) => at));
    this.#shown = alone;
    this.#section.hidden = alone.length === 0;
    renew(this.#list, ...alone.map((room) => this.#row(room)));
    const fresh = alone.find(({ at }) => !known.has(at));
    if (fresh && onShift) this.#page.say("desk.alone_said", { room: fresh.title });
  }

  #row({ title, language, n, at }) {
    const { words } = this.#page;
    return make("li", {},
      make("p", { className: "name" }, make("bdi", { lang: language, textContent: title })),
      make("p", {}, `${words("desk.alone_n", { n })} ${this.#languages.of(language)}.`),
      make("p", {}, make("a", {
        className: "button", href: at, target: "_blank", rel: "noopener", textContent: words("desk.alone_go"), "data-key": at,
      })));
  }
}
