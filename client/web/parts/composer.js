/**
 * The message box. It was there before this script, perhaps with words in it: nothing here touches
 * them until somebody sends. Out come `say` and `note` (a key for the status line).
 */

const most = 2000;
/** Too long is the server's to say, which looks for distress; more would be no frame. */
const farOver = 5000;
const toldFrom = 200;
const toldAt = [100, 20, 0];

/** As the wire counts. */
const lengthOf = (text) => [...text].length;

export class KithComposer extends HTMLElement {
  settings = {};
  #words = (key) => key;
  #replaces;
  #left = most;

  connectedCallback() {
    this.form = this.querySelector("form");
    this.box = this.querySelector("textarea");
    this.counter = this.querySelector("[data-counter]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("input", () => this.#count());
    window.visualViewport?.addEventListener("resize", () => this.#fit(window.visualViewport));
  }

  speak(words) {
    this.#words = words;
    this.#count();
  }

  /** @param {{enter?: boolean, spell?: boolean}} settings */
  use(settings) {
    this.settings = settings;
    this.box.spellcheck = Boolean(settings.spell);
    this.box.enterKeyHint = settings.enter ? "send" : "enter";
  }

  send() {
    const text = this.box.value;
    const over = lengthOf(text) - most;
    if (text.trim() === "") return this.#tell("note", { key: "room.empty" });
    if (over > farOver) return this.#tell("note", { key: "room.over", values: { n: over } });
    const replaces = this.#replaces;
    this.#replaces = undefined;
    this.box.value = "";
    this.#count();
    this.box.focus();
    this.#tell("say", { text, replaces });
  }

  /** Words come back into the box, before those that are in it. */
  take(text, replaces) {
    const { value } = this.box;
    this.#replaces = replaces;
    this.box.value = value ? `${text}\n${value}` : text;
    this.#count();
    this.focusBox();
  }

  /** In a quiet room the box is behind a button. */
  focusBox() {
    const folded = this.box.closest("details");
    if (folded) folded.open = true;
    this.box.focus();
  }

  /** While nobody hears, what is in the box can still be copied. */
  set heard(on) {
    for (const button of this.form.querySelectorAll("button")) button.hidden = !on;
  }

  wipe() {
    this.box.value = "";
  }

  /** A phone's keyboard lies over the page in some browsers: the page is as high as what is seen. */
  #fit({ height, scale }) {
    // Zooming in makes the sight smaller too, and must not squeeze the page.
    if (scale > 1.01) return;
    document.documentElement.style.setProperty("--height", `${height}px`);
    window.scrollTo(0, 0);
    if (document.activeElement !== this.box) return;
    // The box and Send; where not both fit, the box.
    for (const shown of [this.form, this.box]) shown.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    const asked = event.ctrlKey || event.metaKey;
    const plain = this.settings.enter && !event.shiftKey && !event.altKey;
    if (!asked && !plain) return;
    event.preventDefault();
    this.send();
  }

  /** Only near the end, and aloud only now and then. */
  #count() {
    // A code point is at least one unit, so a short text needs no counting.
    const left = this.box.value.length <= most - toldFrom ? most : most - lengthOf(this.box.value);
    const passed = toldAt.some((mark) => left <= mark && this.#left > mark);
    this.#left = left;
    this.counter.hidden = left > toldFrom;
    if (left > toldFrom) return;
    const values = { n: Math.abs(left) };
    const key = left < 0 ? "room.over" : "room.left";
    this.counter.textContent = this.#words(key, values);
    if (passed) this.#tell("note", { key, values });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("kith-composer", KithComposer);
