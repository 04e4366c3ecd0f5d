/** Private cards among the lines: only this person sees them, and they ask for nothing. */

import { make } from "./log.js";

/** Which acts a card has, and whether it shows emergency numbers, which need no internet. */
const cards = {
  help: { numbers: true, acts: ["lines", "not_meant", "close"] },
  update: { numbers: true, acts: ["lines", "close"] },
  helper: { acts: ["lines", "close"] },
  thanks: { acts: ["close"] },
  talk: { acts: ["yes", "not_now"] },
  line: { acts: ["line"] },
  talk_ended: { acts: ["lines", "close"] },
  dropped: { numbers: true, acts: [] },
  handed_on: { numbers: true, acts: [] },
  sanction: { numbers: true, acts: ["lines", "appeal", "close"] },
  offline: { numbers: true, acts: ["lines"] },
  wait: { numbers: true, acts: ["lines"] },
  alone: { acts: ["lines", "close"] },
  full: { acts: ["circle"] },
  removed: { numbers: true, acts: ["lines", "appeal", "rooms"] },
  closed: { acts: ["rooms"] },
  fault: { acts: ["reload"] },
  origin: { acts: [] },
  left: { acts: ["rooms"] },
};
const fromTheServer = ["help", "update", "helper", "thanks", "talk", "talk_ended", "dropped", "handed_on", "sanction"];
/** Acts that need something the card may not have. */
const needs = { circle: "next", appeal: "code" };

/** Kinds of a later version are not shown: we would not know what they promise. */
export function cardRow(item, { words, time }) {
  const card = cards[item.card];
  if (!card) return [];
  const box = make("div", { className: `card ${item.card}` });
  if (fromTheServer.includes(item.card)) box.append(make("p", { className: "private", textContent: words("room.card_private") }));
  for (const sentence of sentences(item, words, time)) box.append(make("p", { textContent: sentence }));
  if (card.numbers) box.append(numbers());
  const acts = card.acts.filter((name) => !needs[name] || item[needs[name]]);
  if (acts.length) box.append(make("p", { className: "acts" }, ...acts.map((name) => act(name, words))));
  return [box];
}

const act = (name, words) =>
  make("button", { type: "button", className: "button", "data-act": name, textContent: words(`room.act_${name}`) });

function sentences(item, words, time) {
  const say = (...keys) => keys.map((key) => words(`room.${key}`));
  const stay = ["card_help_lines", "card_help_stay", "not_treatment"];
  switch (item.card) {
    case "help":
      return [...say("card_help"), ...duty(item, words), ...say("card_help_next", ...stay)];
    case "update":
      return [...say("card_update"), ...duty(item, words), ...say(...stay)];
    case "helper":
      return say("card_helper", "helper_ask", "helper_not", "helper_you");
    case "talk":
      return say("card_talk", "talk_who", "talk_choice");
    case "line":
      return say("line_title", "talk_who");
    case "dropped":
    case "handed_on":
      return [...say(`card_${item.card}`), ...(item.duty > 0 || item.called ? say("someone_else") : say("duty_none", "card_help_lines"))];
    case "sanction":
      return sanction(item, words, time);
    case "removed":
      return [...say("card_removed"), ...(item.code ? ending(item, words, time) : [])];
    default:
      return say(`card_${item.card}`);
  }
}

/** The true number; that somebody is called is said only where it is so. */
const duty = ({ duty: on, called }, words) =>
  on > 0 ? [words("room.duty", { n: on })] : [words("room.duty_none"), ...(called ? [words("room.calling")] : [])];

const sanction = (item, words, time) =>
  [words(`room.sanction_${item.what === "slow" || item.what === "pause" ? item.what : "out"}`), ...ending(item, words, time)];

const ending = ({ until, reason, code }, words, time) => [
  words("room.sanction_until", { when: time(until) }),
  words("room.sanction_by", { reason: words(`room.reason_${reasons.has(reason) ? reason : "other"}`) }),
  words("room.sanction_code", { code }),
];

const reasons = new Set(["safety", "attack", "details", "method", "selling", "flooding"]);

/** They stand in the help dialog already; the card shows the same ones. */
const numbers = () => document.querySelector("#help .numbers")?.cloneNode(true) ?? "";
