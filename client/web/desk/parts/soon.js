/** Meetings of the next days, and who watches over them; whoever has time takes one with a press. */

import { button, make, renew } from "../dom.js";

const quarterMs = 900_000;

export class Soon {
  #page;
  #list;
  #empty;

  constructor(page, section) {
    this.#page = page;
    this.#list = section.querySelector("ul");
    this.#empty = section.querySelector("[data-empty]");
  }

  async renew() {
    const { ok, body } = await this.#page.ask("meetings");
    if (!ok) return;
    renew(this.#list, ...body.meetings.map((meeting) => this.#row(meeting, body.now)));
    this.#empty.hidden = body.meetings.length > 0;
  }

  #row(meeting, now) {
    const { words, you } = this.#page;
    const { title, room, language, side, start, end, cover, by } = meeting;
    const when = this.#page.span(start, end);
    const names = by.map((id) => this.#page.name(id));
    const mine = by.includes(you.id);
    const take = () => this.#page.change("crew.planned", "roster", {
      volunteer: you.id, kind: "duty", start: Math.max(now, start - quarterMs), end,
    });
    return make("li", {},
      make("p", { className: "name" }, make("bdi", { lang: language, textContent: title })),
      make("p", {}, `${when}. `, make("bdi", { lang: language, textContent: room })),
      make("p", {}, make("strong", { textContent: words(`crew.cover_${cover}`) }),
        names.length > 0 && ` ${new Intl.ListFormat(document.documentElement.lang).format(names)}`),
      side === "young" && make("p", { className: "hint", textContent: words("crew.meetings_young") }),
      cover !== "all" && !mine && make("p", {}, button(words("crew.cover_take"), take, {
        "data-key": `take-${meeting.id}`, "aria-label": words("crew.cover_take_of", { title, when }),
      })));
  }
}
