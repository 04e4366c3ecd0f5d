/**
 * Words the room did not take come back here, with the reason; nobody is accused of anything.
 * Out come `take` (into the box; detail is the text) and `drop` (detail is the id).
 */

import { make } from "./log.js";

const known = new Set([
  "personal_detail", "bad_text", "too_long", "empty", "not_your_turn", "no_meeting", "muted", "paused", "id_reused", "method_detail", "attack",
]);
/** Why it is not one's turn. */
const whys = new Set(["nobody", "adults", "free", "answered", "asked", "guest", "guests"]);

/** A sign that cannot be seen, or turns the text around, is shown as a box. */
const seen = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (sign) => (sign === "\n" ? sign : "\u25a1"));

/** The text in pieces, each marked or not; spans are `[start, end)` in code points. */
export function pieces(text, spans) {
  const isMarked = (at) => spans.some(([start, end]) => at >= start && at < end);
  const found = [];
  [...text].forEach((point, at) => {
    const marked = isMarked(at);
    if (found.at(-1)?.marked === marked) found.at(-1).text += point;
    else found.push({ text: point, marked });
  });
  return found;
}

export const withoutMarked = (text, spans) =>
  pieces(text, spans).filter((piece) => !piece.marked).map((piece) => piece.text).join("");

export class Returned extends EventTarget {
  #place;
  #alert;
  #words;
  #items = [];

  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} alert the page's one alert region
   * @param {Function} words
   */
  constructor(place, alert, words) {
    super();
    this.#place = place;
    this.#alert = alert;
    this.#words = words;
  }

  add(item) {
    this.#items.push(item);
    this.#show();
  }

  #show() {
    const [item] = this.#items;
    this.#place.hidden = !item;
    this.#alert.textContent = item ? this.#reason(item) : "";
    this.#place.replaceChildren(...(item ? this.#card(item) : []));
  }

  #reason({ code, why }) {
    if (code === "not_your_turn" && whys.has(why)) return this.#words(`room.no_not_your_turn_${why}`);
    return this.#words(`room.no_${known.has(code) ? code : "other"}`);
  }

  #card(item) {
    const spans = item.spans ?? [];
    const quote = make("blockquote", { dir: "auto" });
    for (const { text, marked } of pieces(item.text, spans)) {
      quote.append(marked ? make("mark", { textContent: seen(text) }) : text);
    }
    const acts = make("p", { className: "acts" });
    if (spans.length) acts.append(this.#act("takeout", () => this.#take(item, withoutMarked(item.text, spans))));
    acts.append(
      this.#act("change", () => this.#take(item, item.text)),
      this.#act("drop", () => this.#done(item)),
    );
    return [quote, acts];
  }

  #act(name, press) {
    const button = make("button", { type: "button", className: "button", textContent: this.#words(`room.act_${name}`) });
    button.addEventListener("click", press);
    return button;
  }

  #take(item, text) {
    this.#done(item);
    this.dispatchEvent(new CustomEvent("take", { detail: text }));
  }

  #done(item) {
    this.#items = this.#items.filter((other) => other !== item);
    this.#show();
    this.dispatchEvent(new CustomEvent("drop", { detail: item.id }));
  }
}
