/** Private cards among the lines: only this person sees them, and they ask for nothing. */

import { make } from "./log.js";

/** Which acts a card has, and whether it shows emergency numbers, which need no internet. */
const cards = {
  help: { numbers: true, acts: ["lines", "not_meant", "close"] },
  offline: { numbers: true, acts: ["lines"] },
  wait: { numbers: true, acts: ["lines"] },
  alone: { acts: ["lines", "close"] },
  fault: { acts: ["reload"] },
};
/** These are rare: what they say is fetched with the first of them. */
const rare = new Set([
  "update", "helper", "talk_ended", "dropped", "handed_on", "sanction", "slip", "young", "pass", "line_over", "greeters", "welcome", "step_out", "no_guest", "pair", "rest", "side_room",
  "thanks", "full", "removed", "closed", "origin", "left",
]);
const againMs = 2500;
let care = null;

/** Kinds of a later version are not shown: we would not know what they promise. */
export function cardRow(item, log) {
  if (rare.has(item.card)) return care ? care(item, log) : fetched(log);
  const card = cards[item.card];
  if (!card) return [];
  const first = item.card === "help" ? before(item) : undefined;
  return box(item.card, sentences(item, log.words), { ...card, first, own: item.card === "help" }, log.words);
}

/** What every card is made of; after `first` sentences stand the numbers and the way to the lines. */
export function box(kind, said, { numbers, acts, own, first = said.length }, words) {
  const made = make("div", { className: `card ${kind}` });
  const say = (sentences) => sentences.map((sentence) => make("p", { textContent: sentence }));
  const row = (names) => (names.length ? make("p", { className: "acts" }, ...names.map((name) => act(name, words))) : "");
  const early = first < said.length ? 1 : acts.length;
  if (own) made.append(make("p", { className: "private", textContent: words("room.card_private") }));
  made.append(...say(said.slice(0, first)), numbers ? emergency() : "", row(acts.slice(0, early)));
  made.append(...say(said.slice(first)), row(acts.slice(early)));
  return [made];
}

/** Nobody scrolls for help: the numbers come first, before all else where nobody is on duty. */
export const before = ({ duty: on }) => (on > 0 ? 2 : 1);

/** The true number; that somebody is called is said only where it is so. */
export const duty = ({ duty: on, called }, words) =>
  on > 0 ? [words("room.duty", { n: on })] : [words("room.duty_none"), ...(called ? [words("room.calling")] : [])];

function fetched(log) {
  const all = () => Promise.all([import("./care.js"), log.words.seldom()]);
  const fetch = () => all().then(([{ careRow }]) => (care = careRow, log.redraw()), () => setTimeout(fetch, againMs));
  fetch();
  return [];
}

const act = (name, words) =>
  make("button", { type: "button", className: "button", "data-act": name, textContent: words(`room.act_${name}`) });

function sentences(item, words) {
  const told = words(`room.card_${item.card}`);
  if (item.card !== "help") return [told];
  const rest = ["room.card_help_who", "room.card_help_next", "room.card_help_lines", "room.card_help_stay", "room.not_treatment"];
  return [told, ...duty(item, words), ...rest.map((key) => words(key))];
}

/** They stand in the help dialog already; the card shows the same ones. */
const emergency = () => document.querySelector("#help .numbers")?.cloneNode(true) ?? "";
