/** What stands around the work: who one is, covering the screen, settings, keys, the calm after a case. */

import { ask } from "../api.js";
import { button, make, tick } from "../dom.js";
import { atTheDoor } from "./door.js";

const find = (id) => document.getElementById(id);

export class Frame {
  #page;
  #place = find("detail-place");
  #cover = find("cover");
  #settings = find("settings-place");

  constructor(page) {
    this.#page = page;
    find("cover-screen").addEventListener("click", () => this.#covered(true));
    find("uncover").addEventListener("click", () => this.#covered(false));
    find("shift-end").addEventListener("click", () => page.shift.end());
    find("sign-out").addEventListener("click", () => this.#signOut());
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#build(page.words);
  }

  signedIn({ name, role }) {
    find("who").textContent = this.#page.words.first([`desk.you.${role}`, "desk.you.volunteer"], { name });
    for (const part of document.querySelectorAll("[data-signed-in]")) part.hidden = false;
    if (role === "coordinator") this.#tellOfGuests();
  }

  /** A group of the young waits for an answer that only a coordinator gives. */
  async #tellOfGuests() {
    const { ok, body } = await ask("guests");
    find("guests-wait").hidden = !ok || body.guests.length === 0;
  }

  /** The session ended: one signs in at the same page, and nothing that was typed is lost by it. */
  signInAgain(key) {
    this.#atTheDoor(key);
    return atTheDoor(find("door"), this.#page.words, (no) => this.#page.say(no));
  }

  /** This page cannot go on: it is of an older version, or spoke what nobody understood. */
  loadAgain(key) {
    const { words } = this.#page;
    this.#atTheDoor(key, make("p", {}, button(words("desk.load_again"), () => location.reload(), { className: "button action large" })));
  }

  #atTheDoor(key, ...more) {
    const { words } = this.#page;
    find("door").replaceChildren(make("h2", { id: "door-heading", textContent: words("desk.door") }),
      make("p", { textContent: words(key) }), ...more);
    find("door").hidden = false;
    find("door").scrollIntoView({ block: "center" });
  }

  show() {
    const { desk } = this.#page;
    find("work").hidden = !desk.known;
    if (!desk.open && !this.#place.hasChildNodes()) this.#nothing("desk.detail_none");
  }

  place(element) {
    this.#place.replaceChildren(element);
  }

  /** A case is closed: a breath, before anything else. */
  rest() {
    this.#nothing("desk.calm");
    this.#place.firstElementChild.focus();
  }

  #nothing(key) {
    const [heading, ...lines] = [this.#page.words(key), this.#page.words(`${key}_text`)];
    this.#place.replaceChildren(make("h2", { id: "d", tabIndex: -1, textContent: heading }),
      ...lines.map((textContent) => make("p", { className: "hint", textContent })));
  }

  /** Somebody looks over one's shoulder: alarms still sound. */
  #covered(on) {
    this.#cover.hidden = !on;
    document.querySelector("main").hidden = on;
    (on ? find("uncover") : find("cover-screen")).focus();
  }

  async #signOut() {
    const { ok, code } = await ask("signout", {});
    if (ok) this.#page.staying.goes();
    if (ok) location.reload();
    else this.#page.say(`desk.nack.${code}`);
  }

  #build(words) {
    const choices = [["atOnce", "desk.set.at_once"], ["calm", "desk.set.calm"], ["keys", "desk.set.keys"]];
    this.#settings.append(...choices.map(([name, key]) => {
      const { whole, box } = tick(words(key), { checked: this.#page.settings[name] });
      box.addEventListener("change", () => this.#page.keep({ [name]: box.checked }));
      return whole;
    }), make("p", { className: "hint", textContent: words("desk.set.kept") }));
  }

  #key(event) {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || !this.#page.settings.keys) return;
    const act = { KeyQ: () => this.#page.queue.focus(), KeyC: () => this.#claim() }[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Claim the case that is open. */
  #claim() {
    this.#place.querySelector("[data-claim]")?.click();
  }
}
