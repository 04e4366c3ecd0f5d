/** Trained adults where young people meet: a coordinator names them, and takes it back. */

import { field, make, renew, select } from "../dom.js";
import { confirmed } from "./presses.js";

export class Adults {
  #page;
  #section;
  #list;
  #empty;
  #form;
  #room;
  #words;
  #day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });

  constructor(page, section) {
    this.#page = page;
    this.#section = section;
    this.#list = section.querySelector("ul");
    this.#empty = section.querySelector("[data-empty]");
    this.#form = section.querySelector("form");
    this.#build(page.words);
  }

  async renew() {
    this.#section.hidden = !this.#page.coordinates;
    if (this.#section.hidden) return;
    const { ok, body: rooms } = await this.#page.ask("adults");
    if (!ok) return;
    renew(this.#list, ...rooms.map((room) => this.#row(room)));
    this.#empty.hidden = rooms.length > 0;
    this.#form.hidden = rooms.length === 0;
    this.#offer(rooms);
  }

  #row({ room, title, language, adults }) {
    const { words } = this.#page;
    const none = adults.length === 0 && make("p", { className: "hint", textContent: words("crew.adults_none") });
    return make("li", {}, make("p", { className: "name" }, make("bdi", { lang: language, textContent: title })), none,
      make("ul", { className: "plain" }, ...adults.map((adult) => this.#adult(room, adult))));
  }

  #adult(room, { alias, until }) {
    const { words } = this.#page;
    return make("li", {}, make("p", {}, make("bdi", { textContent: alias }), ` · ${words("crew.adult_until", { when: this.#day.format(until) })}`),
      confirmed(this.#page, {
        label: words("crew.adult_take_back", { name: alias }), question: () => words("crew.adult_take_back_ask", { name: alias }),
        yes: words("crew.adult_take_back_yes"), act: () => this.#change("crew.adult_taken_back", room, "take_back", alias), key: `adult-${room}-${alias}`,
      }));
  }

  #change(done, room, what, alias) {
    return this.#page.change(done, `adults/${encodeURIComponent(room)}`, { what, alias });
  }

  #build(words) {
    this.#room = select(words("crew.adult_room"), []);
    this.#words = field(words("crew.adult_words"), { hint: words("crew.adult_words_why"), maxLength: 80, required: true });
    this.#form.prepend(this.#room.whole, this.#words.whole);
    this.#form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { box } = this.#words;
      const { ok } = await this.#change("crew.adult_named", this.#room.box.value, "name", box.value.trim());
      if (ok) box.value = "";
      box.focus();
    });
  }

  /** The rooms to choose from; what was chosen stays. */
  #offer(rooms) {
    const { box } = this.#room;
    const chosen = box.value;
    box.replaceChildren(...rooms.map(({ room, title, language }) => make("option", { value: room, textContent: title, lang: language })));
    if (rooms.some(({ room }) => room === chosen)) box.value = chosen;
  }
}
