/**
 * "Our group": who does what and until when, the pause, guests, and who would stand by somebody.
 * One dialog; what changes while it is open is drawn anew in its place, and the focus stays.
 */

import { button, openDialog } from "./dialog.js";
import { guestSection, inviteForm } from "./guests.js";
import { make } from "./log.js";

/** Why something was not done, where there are words for it; else it did not work. */
const refusals = new Set([
  "one_role", "role_taken", "others_first", "new_here", "not_here", "not_your_role", "not_for_guests", "needs_vote", "too_soon",
  "too_long", "too_late", "too_many_guests", "no_such_guest", "checked_already", "not_checked", "not_agreed", "said_no", "pass_used",
  "no_sponsor", "sponsor_busy", "asked_already", "not_for_young", "not_the_chair",
]);

export class GroupDialog {
  #kit;
  #dialog;
  #status;
  #drawn = new Map();
  #now = null;
  #invite;

  /** @param {object} kit what a part of the room needs @param {() => void} closed */
  constructor(kit, closed) {
    const { words } = kit;
    this.#kit = { ...kit, ask: (...asked) => this.#ask(...asked) };
    this.#status = make("p", { role: "status", className: "hint told" });
    this.#invite = inviteForm(this.#kit);
    const part = (name) => make("section", { "data-part": name });
    this.#dialog = openDialog(words("group.heading"),
      make("p", { className: "hint", textContent: words("group.what") }),
      part("roles"), part("pause"), part("guests"), this.#invite, part("standing"),
      make("div", { className: "back" }, this.#status, button(words("room.close"), () => this.#dialog.close())));
    this.#dialog.classList.add("our-group");
    this.#dialog.addEventListener("close", closed);
  }

  show(now) {
    this.#now = now;
    this.#invite.hidden = now.isGuest;
    this.#put("roles", [now.chair, now.adults, ...now.roles.map((role) => [role, this.#free(role)])], () => this.#roles(now));
    this.#put("pause", [now.leads, now.pausedUntil, now.inSideRoom], () => this.#pause(now));
    this.#put("guests", [now.guests, now.asides, now.alone], () => guestSection(now, this.#kit));
    this.#put("standing", [now.standing, this.#kit.people().size], () => this.#standing(now.standing));
  }

  /** Draw a part whose values are others, and leave the focus where it was. */
  #put(name, values, drawn) {
    const key = JSON.stringify(values);
    if (this.#drawn.get(name) === key) return;
    this.#drawn.set(name, key);
    const part = this.#dialog.querySelector(`[data-part=${name}]`);
    const at = part.contains(document.activeElement) && document.activeElement.name;
    part.replaceChildren(...drawn());
    part.hidden = !part.firstChild;
    if (at === false) return;
    (part.querySelector(`[name="${at}"]`) ?? part.querySelector("button") ?? this.#dialog.querySelector(".back button")).focus();
  }

  #heading(key) {
    return make("h3", { textContent: this.#kit.words(key) });
  }

  #button(name, key, act, values) {
    return Object.assign(button(this.#kit.words(key, values), act), { name });
  }

  #roles({ adults, roles }) {
    const held = [...adults.map((adult) => this.#adult(adult)), ...roles.map((role) => this.#role(role))];
    return [this.#heading("group.roles"), make("ul", { className: "held" }, ...held)];
  }

  /** Named by a coordinator: nobody takes it, and nobody gives it back. */
  #adult({ id, alias }) {
    const { words } = this.#kit;
    const who = make("p", {}, make("b", { textContent: words("group.adult") }), ": ", make("bdi", { textContent: alias }));
    if (id === this.#now.me) who.append(` (${words("room.you")})`);
    return make("li", {}, who, make("p", { className: "hint", textContent: words("group.adult_does") }));
  }

  #role({ role, alias, id, until, offered, mine, may }) {
    const { words } = this.#kit;
    const who = make("p", {}, make("b", { textContent: words(`group.${role}`) }), ": ");
    if (id) who.append(make("bdi", { textContent: alias }), mine ? ` (${words("room.you")})` : "");
    else who.append(role === "opener" ? this.#opens() : words("group.nobody"));
    const made = make("li", {}, who, make("p", { className: "hint", textContent: words(`group.${role}_does`) }));
    if (id) made.append(make("p", { className: "hint", textContent: words("group.until", { when: day(until) }) }));
    if (offered) made.append(make("p", { textContent: words("group.offered", { alias: this.#name(offered) }) }));
    const acts = make("p", { className: "acts" });
    const serve = (what, done, more) => () => this.#ask({ t: "serve", role, what, ...more?.() }, done);
    if (may.take) acts.append(this.#button(`take ${role}`, "group.take", serve("take", "group.taken")));
    if (may.lay_down) acts.append(this.#button(`down ${role}`, "group.lay_down", serve("lay_down", "group.laid_down")));
    const others = mine ? this.#free({ mine }) : [];
    if (others.length) acts.append(...this.#offer(role, others, serve));
    if (acts.firstChild) made.append(acts);
    return made;
  }

  /** Nobody has the role for the coming weeks; somebody may open the meeting that runs. */
  #opens() {
    const { chair, me } = this.#now;
    if (!chair) return this.#kit.words("group.nobody");
    return this.#kit.words(chair === me ? "group.yours_this_meeting" : "group.this_meeting", { alias: this.#name(chair) });
  }

  /** Whom a role may be offered: who is here, and has none. */
  #free({ mine }) {
    if (!mine) return [];
    const held = new Set(this.#now.roles.map(({ id }) => id));
    const guests = new Set(this.#now.guests.map(({ member }) => member));
    return [...this.#kit.people()].filter(([id]) => !held.has(id) && !guests.has(id));
  }

  #offer(role, others, serve) {
    const to = make("select", { name: `to ${role}` }, ...others.map(([id, alias]) => make("option", { value: id, textContent: alias })));
    const label = make("label", {}, `${this.#kit.words("group.offer_to")} `, to);
    return [label, this.#button(`offer ${role}`, "group.offer", serve("offer", "group.was_offered", () => ({ to: to.value })))];
  }

  #pause({ leads, pausedUntil, inSideRoom, noSideRoom }) {
    if (!leads) return [];
    const { words, halt } = this.#kit;
    const press = (done, ...how) => async () => {
      const answer = await halt(...how);
      if (answer?.t === "ack") this.#tell(done);
    };
    const pause = pausedUntil
      ? this.#button("halt", "group.go_on", press("group.goes_on", false))
      : this.#button("halt", "group.halt", press("group.pause_begun", true));
    const move = [
      make("p", { className: "hint", textContent: words(noSideRoom ? "group.no_no_side_room" : "group.aside_does") }),
      noSideRoom ? "" : make("p", { className: "acts" }, this.#button("aside", "group.aside", press("group.aside_begun", true, true))),
    ];
    return [
      this.#heading("group.pause"),
      make("p", { className: "hint", textContent: words("group.pause_does") }),
      make("p", { className: "acts" }, pause),
      ...(inSideRoom ? [] : move),
    ];
  }

  #standing(standing) {
    if (!standing) return [];
    const { words, talk } = this.#kit;
    const { offered, others, lines, mayAsk } = standing;
    const ask = (what, done, more) => () => this.#ask({ t: "sponsor", what, ...more }, done);
    const row = (text, ...buttons) => make("li", {}, make("p", { textContent: text }), make("p", { className: "acts" }, ...buttons));
    const line = (one) => {
      const end = (key) => this.#button(`end ${one.line}`, key, ask("end", "group.line_over", { line: one.line }));
      const open = (key) => this.#button(`open ${one.line}`, key, () => talk(one));
      const acts = { sponsor: [open("group.open_line"), end("group.line_end")], sponsor_asked: [open("group.stand_yes"), end("group.stand_no")], sponsor_waits: [end("group.take_back")] };
      return row(words(`group.${one.state}`, one), ...acts[one.state]);
    };
    const known = new Set(lines.map(({ alias }) => alias));
    const asking = others.filter(({ alias }) => mayAsk && !known.has(alias));
    return [
      this.#heading("group.standing"),
      make("p", { className: "hint", textContent: words("group.standing_is") }),
      make("ul", { className: "held" }, ...lines.map(line),
        ...asking.map(({ id, alias }) => row(words("group.offers", { alias }), this.#button(`ask ${id}`, "group.ask", ask("ask", "group.asked", { to: id }))))),
      make("p", { className: "acts" }, offered
        ? this.#button("mine", "group.withdraw", ask("withdraw", "group.withdrawn"))
        : this.#button("mine", "group.stand", ask("offer", "group.stands"))),
    ];
  }

  async #ask(frame, done) {
    const answer = await this.#kit.page.pending.ask(frame);
    if (answer.t === "ack") this.#tell(done);
    else this.#tell(refusals.has(answer.code) ? `group.no_${answer.code}` : "room.not_done");
    if (answer.t === "ack" && frame.t === "alone") this.#kit.stepsOut(frame.up);
    return answer;
  }

  #tell(key) {
    this.#status.textContent = key ? this.#kit.words(key) : "";
  }

  #name(id) {
    return this.#kit.people().get(id) ?? "…";
  }
}

const day = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(at);
