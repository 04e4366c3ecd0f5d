/** Words that wait for a volunteer: which part it is about, and what their author can do now. */

import { make } from "./log.js";
import { pieces } from "./returned.js";

const instead = "…";
const known = new Set(["attack", "slow_door"]);

/** The text with every marked part left out, so that a reader sees that something was there. */
export const blanked = (text, spans) =>
  pieces(text, spans).map((piece) => (piece.marked ? instead : piece.text)).join("");

export function heldRow({ text, spans = [], code, left }, { words }) {
  const name = make("b", {}, make("bdi", { textContent: words("room.own") }));
  const state = make("span", { className: "state", textContent: words("room.state_held") });
  const quote = make("blockquote", { dir: "auto" });
  for (const piece of pieces(text, spans)) {
    quote.append(piece.marked ? make("mark", { textContent: piece.text }) : piece.text);
  }
  const acts = [...(spans.length ? ["blank"] : []), "change", "keep"].map((act) =>
    make("button", { type: "button", className: "button", "data-act": act, textContent: words(`room.act_${act}`) }));
  const rows = [make("div", { className: "who" }, name, " ", state), quote];
  if (left) return rows;
  const why = make("p", { className: "hint", textContent: words(`room.no_${known.has(code) ? code : "method_detail"}`) });
  return [...rows, why, make("p", { className: "acts" }, ...acts)];
}
