/** Words on their way, as rows of the log: sending, or not sent and what to do about it. */

import { make } from "./log.js";

/** What a line that is not on its way offers. */
const offers = { unsent: ["retry", "drop"], held: ["change"] };
const rows = new WeakMap();

/** The same item is the same row, so that the log leaves it alone. */
export const unsentRows = (queue, you) =>
  queue.filter((item) => !item.seen && item.state !== "refused").map((item) => row(item, you?.id));

function row(item, by) {
  const known = rows.get(item);
  if (known && known.by === by) return known;
  const { id, text, state, written, spans, code, left } = item;
  const made = { key: `id:${id}`, kind: "unsent", n: 0, mine: true, id, text, state, by, at: written, spans, code, left };
  rows.set(item, made);
  return made;
}

export function unsentRow(item, { words }) {
  const name = make("b", {}, make("bdi", { textContent: words("room.own") }));
  const state = make("span", { className: "state", textContent: words(`room.state_${item.state}`) });
  const acts = (offers[item.state] ?? []).map((name) =>
    make("button", { type: "button", className: "button", "data-act": name, textContent: words(`room.act_${name}`) }));
  const text = make("p", { dir: "auto", textContent: item.text });
  return [make("div", { className: "who" }, name, " ", state), text, acts.length ? make("p", { className: "acts" }, ...acts) : ""];
}
