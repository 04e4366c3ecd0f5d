/** The crew's page: who is on when, who is in the crew, invitations, and calls to this device. */

import { ask } from "./api.js";
import { Adults } from "./parts/adults.js";
import { Calls } from "./parts/calls.js";
import { Crew } from "./parts/crew.js";
import { Guests } from "./parts/guests.js";
import { Shifts } from "./parts/shifts.js";
import { Soon } from "./parts/soon.js";
import { atTheDoor } from "./parts/door.js";
import { speech } from "./speech.js";

const find = (id) => document.getElementById(id);

class CrewPage {
  words = speech(document);
  you = null;
  people = new Map();
  #clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit",
  });
  #parts = [];
  #fading = 0;

  async come() {
    this.you = await atTheDoor(find("door"), this.words, (key) => this.say(key));
    this.#parts = [
      new Shifts(this, find("shifts")), new Soon(this, find("meetings")), new Guests(this, find("guests")),
      new Adults(this, find("adults")), new Crew(this, find("crew")), new Calls(this, find("calls")),
    ];
    find("crew-page").hidden = false;
    await this.renew();
  }

  /** Fetch everything anew: somebody else may have changed it, too. */
  async renew() {
    const crew = await this.ask("crew");
    if (!crew.ok) return;
    this.people = new Map(crew.body.map((one) => [one.id, one]));
    this.you = this.people.get(this.you.id) ?? this.you;
    await Promise.all(this.#parts.map((part) => part.renew()));
  }

  /** @returns the answer; why not is said aloud */
  async ask(path, body, method) {
    const answer = await ask(path, body, method);
    if (!answer.ok) this.say(this.words.has(`desk.nack.${answer.code}`) ? `desk.nack.${answer.code}` : "desk.nack.other");
    return answer;
  }

  /** Change something, say that it is done, and show how it is now. */
  async change(done, path, body, method) {
    const section = document.activeElement.closest("section");
    const answer = await this.ask(path, body, method);
    if (answer.ok) this.say(done);
    await this.renew();
    // What was pressed may be gone: one stays in the part it was in.
    if (document.activeElement === document.body) section?.querySelector("h2").focus();
    return answer;
  }

  get coordinates() {
    return this.you.role === "coordinator";
  }

  name(id) {
    return this.people.get(id)?.name ?? this.words("crew.somebody");
  }

  /** From when to when, as one reads it. */
  span(start, end) {
    return this.#clock.formatRange(start, end);
  }

  say(key) {
    clearTimeout(this.#fading);
    find("status").textContent = this.words(key);
    this.#fading = setTimeout(() => (find("status").textContent = ""), 10_000);
  }
}

new CrewPage().come();
