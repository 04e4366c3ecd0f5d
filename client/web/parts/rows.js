/** Rows of the log that are not part of the talk: words on their way, and private cards. */

import { make } from "./log.js";

const act = (name, words, className = "button") =>
  make("button", { type: "button", className, "data-act": name, textContent: words(`room.act_${name}`) });

/** What an unsent line offers. */
const offers = {
  unsent: ["retry", "drop"],
  held: ["change"],
};

export function unsentRow(item, { words }) {
  const state = make("span", { className: "state", textContent: words(`room.state_${item.state}`) });
  const name = make("b", {}, make("bdi", { textContent: words("room.own") }));
  const who = make("div", { className: "who" }, name, " ", state);
  const row = [who, make("p", { dir: "auto", textContent: item.text })];
  const acts = offers[item.state] ?? [];
  if (acts.length) row.push(make("p", { className: "acts" }, ...acts.map((name) => act(name, words))));
  return row;
}

/** Which words and acts a card has; `help` lines are in the page and need no network. */
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

/** Kinds of a later version are not shown: we would not know what they promise. */
export function cardRow(item, { words }) {
  const card = cards[item.card];
  if (!card) return [];
  const box = make("div", { className: `card ${item.card}` });
  if (item.card === "help" || item.card === "thanks") {
    box.append(make("p", { className: "private", textContent: words("room.card_private") }));
  }
  for (const sentence of sentences(item, words)) box.append(make("p", { textContent: sentence }));
  if (card.numbers) box.append(emergency());
  const acts = card.acts.filter((name) => name !== "circle" || item.next);
  if (acts.length) box.append(make("p", { className: "acts" }, ...acts.map((name) => act(name, words))));
  return [box];
}

function sentences({ card, duty }, words) {
  const told = words(`room.card_${card}`);
  if (card !== "help") return [told];
  const here = duty > 0 ? words("room.duty", { n: duty }) : words("room.duty_none");
  const rest = ["room.card_help_next", "room.card_help_lines", "room.card_help_stay", "room.not_treatment"];
  return [told, here, ...rest.map((key) => words(key))];
}

/** The numbers stand in the help dialog already; the card shows the same ones. */
function emergency() {
  const list = document.querySelector("#help .numbers");
  return list ? list.cloneNode(true) : "";
}
