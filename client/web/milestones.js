/** Days somebody wants to remember: on this device only, and only from the first one they add. */

const key = "k.milestones";

/** @typedef {{day: string, words: string}} Milestone */

/** @returns {{list: Milestone[], hold: boolean}} */
function kept() {
  try {
    const { list = [], hold = false } = JSON.parse(localStorage.getItem(key)) ?? {};
    return { list, hold };
  } catch {
    return { list: [], hold: false };
  }
}

function keep({ list, hold }) {
  if (list.length) localStorage.setItem(key, JSON.stringify({ list, hold }));
  else localStorage.removeItem(key);
}

export class Milestones extends HTMLElement {
  /** Set by the page: the words for people. */
  say = () => "";

  start() {
    this.#part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    this.#part("[data-do=copy]").addEventListener("click", () => this.#copy());
    this.#part("#hold").addEventListener("change", ({ target }) => {
      keep({ ...kept(), hold: target.checked });
      this.#tell("data.saved");
    });
    this.#show();
  }

  #add() {
    const [day, words] = [this.#part("#day"), this.#part("#own-words")];
    if (!day.value || !words.value.trim()) {
      this.#tell("data.milestone_missing");
      (day.value ? words : day).focus();
      return;
    }
    const { list, hold } = kept();
    const added = [...list, { day: day.value, words: words.value.trim() }];
    keep({ list: added.sort((a, b) => a.day.localeCompare(b.day)), hold });
    day.value = "";
    words.value = "";
    this.#show();
    this.#tell("data.milestone_added");
  }

  #remove(at) {
    const { list, hold } = kept();
    keep({ list: list.filter((_, place) => place !== at), hold });
    this.#show();
    this.#tell("data.milestone_removed");
    this.#part("#own-words").focus();
  }

  async #copy() {
    const text = kept().list.map(({ day, words }) => `${this.#date(day)}: ${words}`).join("\n");
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
    const { list, hold } = kept();
    const some = list.length > 0;
    this.#part("[data-none]").hidden = some;
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
    item.append(when, " ", text, " ", remove);
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
