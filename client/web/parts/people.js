/** Who is here: a line to open, and the names behind it. */

import { make } from "./log.js";

export class People {
  #details;
  #words;
  #shown = null;
  /** Names that wear a badge: what it says, by member. */
  #badges = new Map();

  constructor(details, words) {
    this.#details = details;
    this.#words = words;
  }

  set badges(badges) {
    this.#badges = badges;
    this.#shown = null;
  }

  show({ people, others, you, epoch }) {
    if (!epoch || this.#shown === people) return;
    this.#shown = people;
    const n = people.size + others;
    const [summary, list] = [this.#details.querySelector("summary"), this.#details.querySelector("ul")];
    summary.textContent = this.#words(others ? "room.people_about" : "room.people", { n });
    list.replaceChildren(...[...people].map(([id, alias]) => this.#person(alias, id === you.id, this.#badges.get(id))));
    if (others) list.append(make("li", { textContent: this.#words("room.people_more", { n: others }) }));
    this.#details.hidden = false;
  }

  #person(alias, isYou, badge) {
    const li = make("li", {}, make("bdi", { textContent: alias }));
    if (badge) li.append(" ", make("span", { className: "badge", textContent: badge }));
    if (isYou) li.append(" ", make("span", { className: "you", textContent: this.#words("room.you") }));
    return li;
  }
}
