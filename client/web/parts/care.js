/** Cards that are rare: what volunteers do for, or about, this one person, and why one is not in the room. */

import { before, box, duty } from "./cards.js";

const cards = {
  update: { numbers: true, acts: ["lines", "close"] },
  helper: { acts: ["lines", "close"] },
  talk_ended: { acts: ["lines", "close"] },
  dropped: { numbers: true, acts: [] },
  handed_on: { numbers: true, acts: [] },
  sanction: { numbers: true, acts: ["lines", "appeal", "close"] },
  slip: { acts: ["close"] },
  welcome: { acts: ["lines", "close"] },
  greeters: { acts: ["lines", "close"] },
  young: { acts: ["lines", "rooms", "close"] },
  pass: { acts: ["rooms"] },
  line_over: { acts: [] },
  rest: { acts: ["lines", "close"] },
  pair: { acts: ["yes", "close"] },
  side_room: { acts: ["aside", "close"] },
  step_out: { acts: [] },
  no_guest: { acts: ["close"] },
  removed: { numbers: true, acts: ["lines", "appeal", "rooms"] },
  thanks: { acts: ["close"] },
  full: { acts: ["circle"], own: false },
  closed: { acts: ["rooms"], own: false },
  origin: { acts: [], own: false },
  left: { acts: ["rooms"], own: false },
};
/** Acts that need what not every card of the kind brings. */
const needs = { circle: "next", appeal: "code" };
const reasons = new Set(["safety", "attack", "details", "method", "selling", "flooding"]);
const passes = new Set(["pass_used", "pass_over", "pass_early"]);
const milder = new Set(["slow", "pause"]);

export function careRow(item, { words, time }) {
  const first = item.card === "update" ? before(item) : undefined;
  const card = cards[item.card];
  const acts = card.acts.filter((name) => !needs[name] || item[needs[name]]);
  return box(item.card, sentences(item, words, time), { own: true, ...card, acts, first }, words);
}

function sentences(item, words, time) {
  const say = (...keys) => keys.map((key) => words(`room.${key}`));
  switch (item.card) {
    case "update":
      return [...say("card_update"), ...duty(item, words), ...say("card_help_lines", "card_help_stay", "not_treatment")];
    case "helper":
      return say("card_helper", "helper_ask", "helper_not", "helper_you");
    case "dropped":
    case "handed_on":
      return say(`card_${item.card}`, ...(item.duty > 0 || item.called ? ["someone_else"] : ["duty_none", "card_help_lines"]));
    case "sanction":
      return [...say(`sanction_${milder.has(item.what) ? item.what : "out"}`), ...ending(item, words, time)];
    case "slip":
      return [...say("card_slip"), item.code, ...say("slip_copy")];
    case "young":
      return [words("group.young"), words("group.young_room"), words("group.young_hello"), words("room.card_help_stay")];
    case "line_over":
      return say("card_talk_ended");
    case "rest":
    case "step_out":
    case "no_guest":
      return [words(`group.${item.card}`)];
    case "pass":
      return [words(`group.${passes.has(item.what) ? item.what : "pass_unknown"}`)];
    case "removed":
      return [...say("card_removed"), ...(item.code ? ending(item, words, time) : [])];
    default:
      return say(`card_${item.card}`);
  }
}

/** Until when, why, and how to ask again. */
const ending = ({ until, reason, code }, words, time) => [
  words("room.sanction_until", { when: time(until) }),
  words("room.sanction_by", { reason: words(`room.reason_${reasons.has(reason) ? reason : "other"}`) }),
  words("room.sanction_code", { code }),
];
