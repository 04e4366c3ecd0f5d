/** Recovery words on a page: shown once, two typed back; or typed in, to be the same person. */

import { fromWords, toWords, wordCount } from "./wire/recovery.js";

const asTyped = (text) => text.trim().toLowerCase();

/** Two different places out of twelve, in rising order. */
function twoPlaces() {
  const first = Math.floor(Math.random() * wordCount);
  const second = (first + 1 + Math.floor(Math.random() * (wordCount - 1))) % wordCount;
  return [first, second].sort((a, b) => a - b);
}

/** What both elements share: parts by role, buttons by what they do, one line that speaks. */
class Guided extends HTMLElement {
  /** Set by the page: the word list, and the words for people. */
  list = [];
  say = () => "";

  /** @param {Record<string, () => void>} acts what each button does */
  start(acts) {
    for (const button of this.querySelectorAll("[data-do]")) {
      button.disabled = false;
      button.addEventListener("click", () => acts[button.dataset.do]());
    }
  }

  tell(key, values) {
    this.querySelector("[data-say]").textContent = key ? this.say(key, values) : "";
  }
}

/** "Show me twelve words": they vanish when two of them were typed back. */
export class RecoveryWords extends Guided {
  /** Set by the page: the secret of this person, and what happens when it is shown. */
  secret = null;
  #asked = [];
  #words = [];

  start() {
    super.start({
      show: () => this.#show(),
      written: () => this.#ask(),
      hide: () => this.#rest(),
      check: () => this.#check(),
      back: () => this.#show(),
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input")) return;
      // The focus moves: the same press must not go on and push what it lands on.
      event.preventDefault();
      this.#check();
    });
  }

  async #show() {
    this.#words = await toWords(this.secret, this.list);
    const items = this.#words.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    });
    this.querySelector("ol").replaceChildren(...items);
    this.#step("words");
    this.querySelector("h3").focus();
    this.dispatchEvent(new CustomEvent("shown"));
  }

  #ask() {
    this.#asked = twoPlaces();
    this.querySelector("ol").replaceChildren();
    this.#step("check");
    this.#boxes().forEach(({ box, label }, at) => {
      label.textContent = this.say("recovery.word_n", { n: this.#asked[at] + 1 });
      box.value = "";
    });
    this.#boxes()[0].box.focus();
  }

  #check() {
    const wrong = this.#boxes().findIndex(
      ({ box }, at) => asTyped(box.value) !== this.#words[this.#asked[at]],
    );
    this.#boxes().forEach(({ box }, at) => box.setAttribute("aria-invalid", String(at === wrong)));
    if (wrong >= 0) {
      this.tell("recovery.wrong", { n: this.#asked[wrong] + 1 });
      this.#boxes()[wrong].box.focus();
      return;
    }
    this.#rest();
    this.tell("recovery.right");
  }

  /** Back to the beginning; the words are nowhere on the page, and no key held down brings them. */
  #rest() {
    this.querySelector("ol").replaceChildren();
    this.#words = [];
    this.#step("");
    this.querySelector("p").focus();
  }

  #step(name) {
    this.tell("");
    this.querySelector("[data-do=show]").hidden = name !== "";
    for (const part of this.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
  }

  #boxes() {
    return [1, 2].map((n) => ({
      box: this.querySelector(`#word-${n}`),
      label: this.querySelector(`[for=word-${n}]`),
    }));
  }
}

/** "I have recovery words": says which word is wrong, or hands the secret on as `found`. */
export class ReturnWords extends Guided {
  start() {
    super.start({ use: () => this.#use() });
  }

  async #use() {
    const box = this.querySelector("textarea");
    const { secret, fault, ...where } = await fromWords(box.value, this.list);
    box.setAttribute("aria-invalid", String(Boolean(fault)));
    if (fault) {
      this.tell(`recovery.${fault}`, where);
      box.focus();
      return;
    }
    box.value = "";
    this.tell("recovery.used");
    this.dispatchEvent(new CustomEvent("found", { detail: secret }));
  }
}

customElements.define("recovery-words", RecoveryWords);
customElements.define("return-words", ReturnWords);
