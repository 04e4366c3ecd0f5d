/** The crew: who is in it, and, for coordinators, their roles, leaving, and invitations. */

import { button, make, renew, select } from "../dom.js";
import { confirmed } from "./presses.js";

const roles = ["volunteer", "shadow", "coordinator"];
const lasting = [1, 24, 72, 168];

export class Crew {
  #page;
  #list;
  #inviting;
  #open = make("ul", { className: "plain" });
  #link = make("div", { className: "card", hidden: true });

  constructor(page, section) {
    this.#page = page;
    this.#list = section.querySelector("[data-people]");
    this.#inviting = section.querySelector("[data-inviting]");
    this.#build();
  }

  async renew() {
    const { people, coordinates } = this.#page;
    renew(this.#list, ...[...people.values()].map((one) => this.#person(one)));
    this.#inviting.hidden = !coordinates;
    if (coordinates) await this.#renewInvitations();
  }

  #person({ id, name, role, devices }) {
    const { words, you, coordinates } = this.#page;
    const facts = [words(`crew.role.${role}`), words("crew.devices", { n: devices })].join(" · ");
    const li = make("li", { className: "card person-card" },
      make("p", {}, make("bdi", { className: "name", textContent: name }), id === you.id && ` ${words("crew.you")}`),
      make("p", { className: "hint", textContent: facts }));
    if (coordinates) li.append(this.#role(id, name, role));
    if (coordinates || id === you.id) li.append(this.#leaving(id, name));
    return li;
  }

  #role(id, name, role) {
    const { words } = this.#page;
    const { whole, box } = select(words("crew.role_of", { name }), roles.map((one) => [one, words(`crew.role.${one}`)]));
    box.value = role;
    box.dataset.key = `role-${id}`;
    // With a press of its own: arrow keys pass other roles, and one who only looks on loses their cases.
    const change = button(words("crew.act"), () =>
      this.#page.change("crew.role_changed", `crew/${encodeURIComponent(id)}`, { role: box.value }), { "data-key": `change-${id}` });
    return make("div", {}, whole, make("p", {}, change));
  }

  /** Taking somebody out is asked once more, in its place. */
  #leaving(id, name) {
    const { words } = this.#page;
    return confirmed(this.#page, {
      label: words("crew.remove", { name }), question: () => words("crew.remove_ask", { name }), yes: words("crew.remove_yes", { name }),
      act: () => this.#page.change("crew.removed", `crew/${encodeURIComponent(id)}`, {}, "DELETE"), key: `remove-${id}`,
    });
  }

  #build() {
    const { words } = this.#page;
    const role = select(words("crew.invite_as"), roles.map((one) => [one, words(`crew.role.${one}`)]));
    const lasts = select(words("crew.invite_for"), lasting.map((n) => [String(n), words("crew.n_hours", { n })]));
    const form = make("form", {}, make("div", { className: "grid" }, role.whole, lasts.whole),
      make("p", {}, make("button", { className: "button action", textContent: words("crew.invite") })));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { ok, body } = await this.#page.change("crew.invited", "invitations", { role: role.box.value, hours: Number(lasts.box.value) });
      if (ok) this.#show(body.link);
    });
    this.#inviting.append(form, this.#link, this.#open);
  }

  /** The link is told once: only its digest is kept. */
  #show(link) {
    const { words } = this.#page;
    const box = make("input", { type: "text", readOnly: true, value: link, id: "link" });
    const copy = button(words("crew.copy"), () =>
      navigator.clipboard.writeText(link).then(() => this.#page.say("crew.copied"), () => box.select()));
    this.#link.replaceChildren(make("label", { htmlFor: "link", textContent: words("crew.link") }), box,
      make("p", { className: "hint", textContent: words("crew.link_once") }), copy);
    this.#link.hidden = false;
    box.focus();
    box.select();
  }

  async #renewInvitations() {
    const { ok, body } = await this.#page.ask("invitations");
    if (ok) renew(this.#open, ...body.map((one) => this.#invitation(one)));
  }

  #invitation({ id, role, until }) {
    const { words } = this.#page;
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(until);
    return make("li", {}, words("crew.open_invitation", { role: words(`crew.role.${role}`), when }), " ",
      button(words("crew.void"), () => this.#page.change("crew.voided", `invitations/${encodeURIComponent(id)}`, {}, "DELETE"), {
        "data-key": `void-${id}`,
      }));
  }
}
