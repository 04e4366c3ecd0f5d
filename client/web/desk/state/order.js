/** The order of the queue, and what its rows say without a word of anybody's. */

const rank = { S1: 0, S2: 1, S3: 2, S4: 3, none: 4 };

/** Whether nobody has it who could act. */
export const isFree = ({ state, handover }) => state === "open" || state === "escalated" || Boolean(handover);

/** Whether it belongs to the lane that cannot wait. */
export const isNow = ({ level }) => level === "S1" || level === "S2";

/** Whether it came from outside: about no member, so there is nobody to write to. */
export const isAboutNobody = ({ kind }) => kind === "outside";

/** Severe first, then what nobody has, then what a lost line left behind, then the longest wait. */
const before = (one, other) =>
  Number(Boolean(one.sign)) - Number(Boolean(other.sign)) ||
  rank[one.level] - rank[other.level] ||
  Number(!isFree(one)) - Number(!isFree(other)) ||
  Number(!one.dropped) - Number(!other.dropped) ||
  one.since - other.since ||
  (one.id < other.id ? -1 : 1);

/** @param {Iterable<object>} cases @returns {string[]} their ids, the most urgent first */
export const ordered = (cases) => [...cases].sort(before).map(({ id }) => id);

/** The word of a level: what a volunteer should do, not a number. */
export const lane = ({ level }) => (level === "S1" ? "now" : level === "S2" ? "soon" : "later");

/** Whether somebody is with a person in danger already: two at once are too much for anyone. */
export const holdsNow = (cases, isMine) => [...cases].some((item) => item.level === "S1" && isMine(item));

/** Whether somebody asked not to be called for this today. */
export const isSparedFrom = (spared, { level, family, topic, young }) =>
  Boolean((spared?.noS1 && level === "S1") || (spared?.noChildren && (young || family === "child_at_risk" || topic === "youth")));

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const longestMs = 20 * minuteMs;

/** Whether somebody has had it for long and left nothing for the team meanwhile. */
export const isLongWithoutNote = ({ state, noted }, now) => state === "claimed" && now - (noted || now) >= longestMs;

/** What one leaves behind with a shift: own cases first, then what is free. Nothing if all is calm. */
export function leftOpen(cases, isMine, now) {
  const all = [...cases];
  const mine = all.filter(isMine);
  const { free, lanes, oldest } = health(all.filter((item) => !isMine(item)), now);
  return { mine, free, oldest, urgent: lanes.now + lanes.soon };
}

/** An age in words: the unit, and how many. */
export function age(ms) {
  if (ms < minuteMs) return { unit: "moment", n: 0 };
  if (ms < hourMs) return { unit: "minutes", n: Math.floor(ms / minuteMs) };
  return { unit: "hours", n: Math.floor(ms / hourMs) };
}

/**
 * Queue health as a traffic light: how many are free, how many of those in each lane that
 * cannot wait, the longest wait.
 */
export function health(cases, now) {
  const free = [...cases].filter((item) => isFree(item) && !item.sign);
  const inLane = (name) => free.filter((item) => lane(item) === name).length;
  const lanes = { now: inLane("now"), soon: inLane("soon") };
  const oldest = free.reduce((ms, item) => Math.max(ms, now - item.since), 0);
  return { free: free.length, lanes, oldest, light: lanes.now + lanes.soon ? "now" : free.length ? "soon" : "calm" };
}
