/** Guests whom groups would like to invite: a coordinator notes a check, or for the young says yes or no. */

import { button, make, renew } from "../dom.js";

export class Guests {
  #page;
  #section;
  #list;
  #empty;

  constructor(page, section) {
    this.#page = page;
    this.#section = section;
    this.#list = section.querySelector("ul");
    this.#empty = section.querySelector("[data-empty]");
  }

  async renew() {
    this.#section.hidden = !this.#page.coordinates;
    if (this.#section.hidden) return;
    const { ok, body } = await this.#page.ask("guests");
    if (!ok) return;
    renew(this.#list, ...body.guests.map((guest) => this.#row(guest, body.now)));
    this.#empty.hidden = body.guests.length > 0;
  }

  #row(guest, now) {
    const { words } = this.#page;
    const { room, guest: id, title, language, profession, starts, ends, agreed, checks, checked, needs_yes: needsYes } = guest;
    const what = words(`group.is_${profession}`);
    const named = { what, title };
    const says = (key, said) => () => this.#page.change(key, `guests/${encodeURIComponent(room)}/${encodeURIComponent(id)}`, { what: said });
    const place = make("p", { className: "choices" });
    const check = button(words("crew.guest_check"), says("crew.guest_check_noted", "checked"), { "data-key": `checked-${id}`, "aria-label": words("crew.guest_check_of", named) });
    const answers = [
      button(words("crew.guest_yes"), says("crew.guest_said_yes", "yes"), { "data-key": `yes-${id}`, "aria-label": words("crew.guest_yes_of", named) }),
      button(words("crew.guest_no"), () => {
        const sure = button(words("crew.guest_no_sure"), says("crew.guest_said_no", "no"), { className: "button leave" });
        const no = button(words("desk.no"), () => place.replaceChildren(...first));
        place.replaceChildren(sure, no);
        no.focus(); // a key that is held down would say it for good
      }, { "data-key": `no-${id}`, "aria-label": words("crew.guest_no_of", named) }),
    ];
    const first = [...(checked ? [] : [check]), ...(needsYes ? answers : [])];
    place.append(...first);
    return make("li", { className: "card" },
      make("p", { className: "name" }, what, ", ", make("bdi", { lang: language, textContent: title })),
      make("p", { textContent: clock.formatRange(starts, ends) }),
      make("p", { textContent: agreed > now ? words("crew.guest_asked", { when: clock.format(agreed) }) : words("crew.guest_agreed") }),
      make("p", { textContent: words(`crew.guest_checks_${checks}`, { when: clock.format(checked) }) }),
      place);
  }
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit",
});
