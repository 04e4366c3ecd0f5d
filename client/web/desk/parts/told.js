/** The page's two voices: one polite status line, one alert; nothing else speaks by itself. */

const shownMs = 8_000;

export class Told {
  #status = document.getElementById("status");
  #alert = document.getElementById("alert");
  #words;
  #standing = "";
  #fading = 0;
  #alertedAt = 0;

  constructor(words) {
    this.#words = words;
  }

  /** Say what was just done; after a while the line is as before. */
  say(key, values) {
    clearTimeout(this.#fading);
    this.#status.textContent = this.#words(key, values);
    this.#fading = setTimeout(() => (this.#status.textContent = this.#standing), shownMs);
  }

  /** Why the desk said no. */
  no({ code, by, after_s: afterS }) {
    const named = by ? [`desk.nack.${code}_by`] : [];
    clearTimeout(this.#fading);
    this.#status.textContent = this.#words.first([...named, `desk.nack.${code}`, "desk.nack.other"], { name: by, n: afterS ?? 0 });
    this.#fading = setTimeout(() => (this.#status.textContent = this.#standing), 2 * shownMs);
  }

  /** Stays until something else is true; an empty key ends it. */
  stand(key) {
    clearTimeout(this.#fading);
    this.#standing = key ? this.#words(key) : "";
    this.#status.toggleAttribute("data-standing", Boolean(key));
    this.#status.textContent = this.#standing;
  }

  /** Somebody needs a person now. */
  alert(key, values) {
    const text = this.#words(key, values);
    const again = text === this.#alert.textContent && Date.now() - this.#alertedAt < shownMs;
    if (again) return; // said a moment ago
    this.#alertedAt = Date.now();
    this.#alert.textContent = text;
  }

  /** What the alert said is no longer so. */
  still() {
    this.#alert.textContent = "";
  }
}
