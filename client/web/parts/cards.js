/** Private cards among the lines: only this person sees them, and they ask for nothing. */

import { make } from "./log.js";

/** Which acts a card has, and whether it shows emergency numbers, which need no internet. */
const cards = {
  help: { numbers: true, acts: ["lines", "close"] },
  thanks: { acts: ["close"] },
  offline: { numbers: true, acts: ["lines"] },
  wait: { numbers: true, acts: ["lines"] },
  alone: { acts: ["lines", "close"] },
  full: { acts: ["circle"] },
  removed: { numbers: true, acts: ["lines", "rooms"] },
  closed: { acts: ["rooms"] },
  fault: { acts: ["reload"] },
  origin: { acts: [] },
  left: { acts: ["rooms"] },
};
const fromTheServer = ["help", "thanks"];

/** Kinds of a later version are not shown: we would not know what they promise. */
export function cardRow(item, { words }) {
  const card = cards[item.card];
  if (!card) return [];
  const box = make("div", { className: `card ${item.card}` });
  if (fromTheServer.includes(item.card)) box.append(make("p", { className: "private", textContent: words("room.card_private") }));
  for (const sentence of sentences(item, words)) box.append(make("p", { textContent: sentence }));
  if (card.numbers) box.append(numbers());
  const acts = card.acts.filter((name) => name !== "circle" || item.next);
  if (acts.length) box.append(make("p", { className: "acts" }, ...acts.map((name) => act(name, words))));
  return [box];
}

const act = (name, words) =>
  make("button", { type: "button", className: "button", "data-act": name, textContent: words(`room.act_${name}`) });

function sentences({ card, duty }, words) {
  const told = words(`room.card_${card}`);
  if (card !== "help") return [told];
  const here = duty > 0 ? words("room.duty", { n: duty }) : words("room.duty_none");
  const rest = ["room.card_help_next", "room.card_help_lines", "room.card_help_stay", "room.not_treatment"];
  return [told, here, ...rest.map((key) => words(key))];
}

/** They stand in the help dialog already; the card shows the same ones. */
const numbers = () => document.querySelector("#help .numbers")?.cloneNode(true) ?? "";
