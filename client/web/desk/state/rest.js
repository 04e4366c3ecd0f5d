/**
 * When an end is offered: after five cases that could not wait, or two hours. Pure.
 *
 * The count stays on the volunteer's own device: how much somebody can carry is nobody else's to know.
 */

const mostSevere = 5;
const longestMs = 2 * 3600 * 1000;
const againMs = 30 * 60 * 1000;

/** @typedef {{since: number, severe: number, quietUntil: number}} Carried */

/** A shift began. @returns {Carried} */
export const begun = (at) => ({ since: at, severe: 0, quietUntil: 0 });

/** One more case was taken on. */
export const took = (carried, isSevere) => (isSevere ? { ...carried, severe: carried.severe + 1 } : carried);

/** "A little longer": it is offered again, later. */
export const later = (carried, at) => ({ ...carried, quietUntil: at + againMs });

/** @param {Carried|null} carried @param {number} at */
export const isDue = (carried, at) =>
  Boolean(carried) && at >= carried.quietUntil && (carried.severe >= mostSevere || at - carried.since >= longestMs);
