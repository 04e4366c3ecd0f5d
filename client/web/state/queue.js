/**
 * What somebody has written and the room has not yet taken, as values: never silently lost.
 *
 * Words go out one at a time, so that they arrive in the order they were written. They stay here
 * until the server has answered and they stand in the log.
 */

/**
 * @typedef {object} Unsent
 * @property {string} id
 * @property {string} text
 * @property {string} [replaces]
 * @property {"ready"|"flying"|"waiting"|"saved"|"sent"|"held"|"refused"|"unsent"} state
 * @property {string} [code] why it was not taken, and of a meeting `why` more exactly
 * @property {string} [why]
 * @property {[number, number][]} [spans]
 * @property {boolean} [left] whether held words stay with the volunteer who looks at them
 * @property {number} [due] when a waiting one goes again
 * @property {number} written when
 * @property {number} first when it first left, 0 before
 * @property {boolean} seen whether it stands in the log
 */

/** @typedef {readonly Unsent[]} Queue */

/** After these the same id is to be sent again. */
export const tryAgain = new Set(["slow_down", "unavailable", "moving", "disk"]);
/** The server remembers an id at least so long; later a resend might say it twice. */
const rememberedMs = 10 * 60 * 1000;

/** @type {Queue} */
export const nothing = Object.freeze([]);

/** What replaces a held one takes its place. @returns {Queue} */
export const written = (queue, { id, text, replaces }, now) => [
  ...queue.filter((item) => item.id !== replaces),
  { id, text, replaces, state: "ready", written: now, first: 0, seen: false },
];

const isOpen = (item) => item.state === "ready" || item.state === "flying" || item.state === "waiting";
const isTaken = (item) => item.state === "saved" || item.state === "sent";

/** @returns {Unsent|undefined} the one to send now, if none is on its way or due before it */
export function next(queue) {
  const first = queue.find(isOpen);
  return first?.state === "ready" ? first : undefined;
}

/** When the first waiting one is due, in ms; undefined if none waits. */
export const nextDue = (queue) => queue.find((item) => item.state === "waiting")?.due;

const changed = (queue, id, change) =>
  queue.map((item) => (item.id === id ? { ...item, ...change } : item));

export const flying = (queue, id, now) => {
  const first = queue.find((item) => item.id === id)?.first || now;
  return changed(queue, id, { state: "flying", first });
};

/** What an answer, or one's own line in the log, makes of the queue. `mine` is one's member id. */
export function heard(queue, frame, mine, now) {
  if (frame.t === "ack") return queue.flatMap((item) => (item.id === frame.id ? taken(item, frame) : [item]));
  if (frame.t === "nack") return changed(queue, frame.id, refusal(frame, now));
  if (frame.t === "said" && frame.by === mine) {
    return queue.flatMap((item) => (item.id === frame.id ? standing(item) : [item]));
  }
  return queue;
}

const taken = (item, { saved }) => (item.seen ? [] : [{ ...item, state: saved ? "saved" : "sent" }]);

/** It stands in the log; only the answer may still be owed. */
const standing = (item) => (isOpen(item) ? [{ ...item, seen: true }] : []);

function refusal({ code, after_s: afterS, spans, held, why }, now) {
  if (tryAgain.has(code)) return { state: "waiting", code, due: now + 1000 * (afterS ?? 1) };
  return { state: held ? "held" : "refused", code, spans, why };
}

/** Those whose time has come. */
export const due = (queue, now) =>
  queue.map((item) => (item.state === "waiting" && item.due <= now ? { ...item, state: "ready" } : item));

/** The connection is gone: what was on its way has no answer. */
export const lost = (queue) =>
  queue.map((item) => (item.state === "flying" ? { ...item, state: "ready" } : item));

/**
 * In again, with everything that was said meanwhile. If the talk goes on without a break, what is
 * not in it was not taken and goes again; after a break a late repeat might say it twice, so the
 * person decides. What was taken is in the talk by now, or in the part that is gone.
 */
export const back = (queue, { unbroken, now }) =>
  queue
    .filter((item) => !isTaken(item) && (unbroken || !item.seen))
    .map((item) => again(item, unbroken, now));

function again(item, unbroken, now) {
  if (!isOpen(item) && item.code !== "no_answer") return item;
  const safe = unbroken || item.first === 0 || now - item.first < rememberedMs;
  return safe ? { ...item, state: "ready", code: undefined } : { ...item, state: "unsent", code: "away_long" };
}

/** Sent on a living connection and not answered in time. */
export const unanswered = (queue, id) =>
  queue.flatMap((item) => (item.id === id && item.state === "flying" ? unsent(item, "no_answer") : [item]));

/** There is no way back in: everything still here says so. */
export const over = (queue) => queue.flatMap((item) => (isOpen(item) ? unsent(item, "over") : [item]));

const unsent = (item, code) => (item.seen ? [] : [{ ...item, state: "unsent", code }]);

export const retried = (queue, id) => changed(queue, id, { state: "ready", code: undefined });

/** Held, and its author leaves it so. @returns {Queue} */
export const left = (queue, id) => changed(queue, id, { left: true });

/** Thrown away by the person. @returns {Queue} */
export const dropped = (queue, id) => queue.filter((item) => item.id !== id);
