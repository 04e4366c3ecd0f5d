/**
 * When to ring: at the alarm; for what cannot wait again after 30 s, then every 60 s until somebody
 * has it. Pure: the page asks every second what rings now.
 */

import { isFree, isNow } from "./order.js";

const againMs = 30_000;
const everyMs = 60_000;

/** @type {ReadonlyMap<string, {next: number, rung: number}>} */
export const quiet = new Map();

/** An alarm for a case rings now; when the next time is. */
export function alarmed(ringing, id, at) {
  const rung = (ringing.get(id)?.rung ?? 0) + 1;
  return new Map(ringing).set(id, { next: at + (rung > 1 ? everyMs : againMs), rung });
}

/**
 * What rings again now, and what is planned after it.
 * @param {ReadonlyMap<string, {next: number, rung: number}>} ringing
 * @param {ReadonlyMap<string, object>} cases
 * @param {number} at
 * @returns {{ringing: ReadonlyMap<string, object>, now: string[]}}
 */
export function ring(ringing, cases, at) {
  const wanted = ([id]) => cases.has(id) && isFree(cases.get(id)) && isNow(cases.get(id));
  const still = new Map([...ringing].filter(wanted));
  const now = [...still].filter(([, { next }]) => next <= at).map(([id]) => id);
  return { ringing: now.reduce((planned, id) => alarmed(planned, id, at), still), now };
}
