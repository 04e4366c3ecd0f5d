/** The desk's words, with a way to say something of what a later version will name. */

import { phrases } from "../phrases.js";

/** @param {Document} page */
export function speech(page) {
  const say = phrases(page);
  const known = JSON.parse(page.getElementById("words").textContent);
  const has = (key) => key in known;
  // A reason that only a later version knows still gets a calm answer.
  const words = (key, values) => say(has(key) || !key.startsWith("desk.nack.") ? key : "desk.nack.other", values);
  /** The first of these keys there are words for. */
  return Object.assign(words, { has, first: (keys, values) => words(keys.find(has), values) });
}
