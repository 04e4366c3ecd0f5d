/** Days somebody wants to remember: on this device only, and only from the first one they add. */

import { Stones } from "./stones.js";

const dayMs = 86_400_000;
/** By this device's own calendar; a day that is still to come has none. */
const daysSince = (day) => {
  const now = new Date();
  return Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(`${day}T00:00:00Z`)) / dayMs);
};

export class Milestones extends HTMLElement {
  /** Set by the page: the words for people. */
  say = () => "";

  #stones = new Stones();

  start() {
    this.#on("[data-add]", "submit", () => this.#add());
    this.#on("[data-open]", "submit", () => this.#open());
    this.#on("[data-lock]", "submit", () => this.#lock());
    this.#on("[data-do=copy]", "click", () => this.#copy());
    this.#on("[data-do=unlock]", "click", () => this.#unlock());
    this.#on("#hold", "change", ({ target }) => this.#keep({ hold: target.checked }, "data.saved"));
    this.#show();
  }

  #on(selector, name, act) {
    this.#part(selector).addEventListener(name, (event) => {
      if (name === "submit") event.preventDefault();
      act(event);
    });
  }

  async #keep(change, told) {
    await this.#stones.keep(change);
    this.#show();
    this.#tell(told);
  }

  async #add() {
    const [day, words] = [this.#part("#day"), this.#part("#own-words")];
    if (!day.value || !words.value.trim()) {
      this.#tell("data.milestone_missing");
      (day.value ? words : day).focus();
      return;
    }
    const added = [...this.#stones.list, { day: day.value, words: words.value.trim() }];
    day.value = "";
    words.value = "";
    await this.#keep({ list: added.sort((a, b) => a.day.localeCompare(b.day)) }, "data.milestone_added");
  }

  async #remove(at) {
    const left = this.#stones.list.filter((_, place) => place !== at);
    await this.#keep({ list: left }, "data.milestone_removed");
    this.#part("#own-words").focus();
  }

  async #open() {
    const box = this.#part("#passphrase");
    const isRight = await this.#stones.open(box.value);
    box.value = "";
    this.#tell(isRight ? "data.lock_opened" : "data.lock_wrong");
    if (!isRight) return box.focus();
    this.#show();
    this.#part("#day").focus();
  }

  async #lock() {
    const box = this.#part("#new-passphrase");
    if (!box.value) return box.focus();
    await this.#stones.lockWith(box.value);
    box.value = "";
    this.#show();
    this.#tell("data.lock_on");
  }

  async #unlock() {
    await this.#stones.lockWith("");
    this.#show();
    this.#tell("data.lock_off");
    this.#part("#new-passphrase").focus();
  }

  async #copy() {
    const text = this.#stones.list.map(({ day, words }) => `${this.#date(day)}: ${words}`).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      this.#tell("data.milestone_copied");
    } catch {
      this.#part("[data-text]").hidden = false;
      this.#part("#as-text").value = text;
      this.#part("#as-text").select();
      this.#tell("data.milestone_not_copied");
    }
  }

  #show() {
    const { list, hold, isShut, hasLock } = this.#stones;
    const some = list.length > 0;
    this.#part("[data-shut]").hidden = !isShut;
    this.#part("[data-add]").hidden = isShut;
    this.#part("[data-lock]").hidden = !some || hasLock;
    this.#part("[data-locked]").hidden = !hasLock;
    this.#part("[data-none]").hidden = some || isShut;
    this.#part("[data-some]").hidden = !some;
    this.#part("[data-do=copy]").hidden = !some;
    this.#part("[data-text]").hidden = true;
    this.#part("#hold").checked = hold;
    this.#part("ul").hidden = !some;
    this.#part("ul").replaceChildren(...list.map((stone, at) => this.#item(stone, at)));
  }

  #item({ day, words }, at) {
    const item = document.createElement("li");
    const when = document.createElement("time");
    when.dateTime = day;
    when.textContent = this.#date(day);
    const text = document.createElement("span");
    text.dir = "auto";
    text.textContent = words;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button";
    remove.textContent = this.say("data.milestone_remove");
    remove.setAttribute("aria-label", this.say("data.milestone_remove_which", { words }));
    remove.addEventListener("click", () => this.#remove(at));
    const since = document.createElement("span");
    since.className = "hint";
    const days = daysSince(day);
    since.textContent = days > 0 ? this.say("data.milestone_days", { n: days }) : "";
    item.append(when, " ", text, " ", since, " ", remove);
    return item;
  }

  #date(day) {
    const language = document.documentElement.lang;
    const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
    return format.format(new Date(`${day}T00:00:00Z`));
  }

  #part(selector) {
    return this.querySelector(selector);
  }

  #tell(words) {
    this.#part("[data-say]").textContent = this.say(words);
  }
}

customElements.define("mile-stones", Milestones);
