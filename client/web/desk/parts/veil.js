/** Somebody's words, covered until a volunteer asks to see them; who said them stands above. */

import { button, make } from "../dom.js";
import { pieces } from "../state/drafting.js";

const heldLongMs = 500;

/** Who said it, and when. */
export function saidBy(page, { alias, at }) {
  return make("p", { className: "who" }, alias && make("bdi", { className: "name", textContent: alias }), " ",
    make("time", { dateTime: new Date(at).toISOString(), textContent: page.clock(at) }));
}

/** The text once it is asked for, and the button that asks. */
export function veiled({ words }, message, shown, reveal, key) {
  const toggle = revealer((on) => words(on ? "desk.cover" : "desk.show"), shown, reveal, `${key}-show`);
  if (!shown) return [make("p", { className: "veil", "aria-hidden": "true" }), make("p", {}, toggle)];
  return [markedText(message), make("p", {}, toggle)];
}

/** The text, with what was seen in it marked. */
function markedText({ text, spans }) {
  const parts = pieces(text, spans).map(({ text: part, marked }) =>
    marked ? make("mark", { textContent: part }) : part);
  return make("blockquote", { dir: "auto" }, ...parts);
}

/** A button that shows and hides: by click, by keyboard, or for as long as it is held down. */
export function revealer(label, shown, change, key) {
  let justShown = false;
  let since = 0;
  const press = button(label(shown), ({ detail: byPointer }) => {
    if (!byPointer || !justShown) change(!shown);
    justShown = false;
  }, { "data-key": key });
  press.setAttribute("aria-expanded", String(shown));
  press.addEventListener("pointerdown", ({ timeStamp, button: which }) => {
    if (shown || which) return;
    since = timeStamp;
    justShown = true;
    press.dataset.holding = "";
    held((up) => up.type === "pointercancel" || up.timeStamp - since > heldLongMs, () => change(false));
    change(true);
  });
  return press;
}

/** Cover again once the finger is up, or was taken for a scroll, wherever it is by then. */
function held(isOver, cover) {
  const ends = new AbortController();
  const end = (up) => {
    ends.abort();
    if (isOver(up)) cover();
  };
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, end, { signal: ends.signal });
}
