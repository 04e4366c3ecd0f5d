/**
 * What a volunteer knows of the desk: a fold over the frames of the volunteers' wire, without IO.
 *
 * A claim of mine that ends without my doing is `lost`, with who has it now: what was typed for it
 * is kept by the page and never thrown away because of it.
 */

import { isFree, ordered } from "./order.js";
import { gathered, roomOf } from "./together.js";

/** A desk nobody has come to yet. */
export const away = Object.freeze({
  known: false,
  you: null,
  onShift: false,
  /** @type {ReadonlyMap<string, object>} */ cases: new Map(),
  duty: Object.freeze([]),
  /** Rooms in which somebody waits for others. */ alone: Object.freeze([]),
  /** The store's clock minus ours. */
  skew: 0,
  beatS: 20,
  leaseS: 120,
  /** The rows of the list as they stand; what came while focus is inside waits. */
  rows: Object.freeze([]),
  /** The cases those rows were made of. */ sorted: null,
  frozen: false,
  /** @type {ReadonlyMap<string, number>} my claims and their fences */ held: new Map(),
  /** Claims I am about to let go of. */ leaving: new Set(),
  /** @type {ReadonlyMap<string, {by: string, how: string}>} */ lost: new Map(),
  /** Cases in whose private line something was said that I have not seen. */ unread: new Set(),
  open: "",
  detail: null,
});

/** @typedef {typeof away} Desk */

/**
 * The desk after one more frame. Unknown frames change nothing.
 * @param {Desk} desk
 * @param {object} frame
 * @param {number} at our clock, in milliseconds
 * @returns {Desk}
 */
export function receive(desk, frame, at) {
  switch (frame.t) {
    case "desk":
      return arrived(desk, frame, at);
    case "case":
      return withCase(desk, frame.case);
    case "gone":
      return withoutCase(desk, frame.case);
    case "detail":
      return detailed(desk, frame);
    case "together":
      return frame.room === roomOf(desk.open) ? { ...desk, detail: frame } : desk;
    case "talk":
      return talked(desk, frame);
    case "alone":
      return { ...desk, alone: frame.rooms };
    case "crew":
      return { ...desk, duty: frame.duty, onShift: frame.on_shift };
    default:
      return desk;
  }
}

function arrived(desk, frame, at) {
  const fresh = {
    ...desk,
    known: true,
    you: frame.you,
    onShift: frame.on_shift,
    duty: frame.duty,
    alone: frame.alone ?? away.alone,
    skew: frame.now - at,
    beatS: frame.beat_s,
    leaseS: frame.lease_s,
  };
  const still = new Set(frame.cases.map((item) => item.id));
  const gone = [...desk.cases.keys()].filter((id) => !still.has(id));
  const without = gone.reduce(withoutCase, fresh);
  return frame.cases.reduce(withCase, without);
}

function withCase(desk, item) {
  const cases = new Map(desk.cases).set(item.id, item);
  const detail = desk.detail && desk.open === item.id ? { ...desk.detail, case: item } : desk.detail;
  return claims({ ...desk, cases, detail }, item);
}

/** What is looked at is shown also after it left the desk, but is not put on the list again by that. */
function detailed(desk, frame) {
  if (frame.case.id !== desk.open) return desk;
  const shown = { ...desk, detail: frame };
  return desk.cases.has(frame.case.id) ? withCase(shown, frame.case) : shown;
}

function withoutCase(desk, id) {
  const cases = new Map(desk.cases);
  cases.delete(id);
  return without({ ...desk, cases }, id);
}

/** Whose claim a case is now, as far as it is about me. */
function claims(desk, item) {
  const mine = isMine(desk, item);
  const before = desk.held.get(item.id);
  if (mine) return mineNow(desk, item.id, item.fence || before);
  if (before === undefined) return desk;
  const without = letGo(desk, item.id);
  return desk.leaving.has(item.id) ? without : { ...without, lost: lostTo(desk, item) };
}

function mineNow(desk, id, fence) {
  const lost = new Map(desk.lost);
  lost.delete(id);
  return { ...desk, held: new Map(desk.held).set(id, fence), lost };
}

function lostTo(desk, item) {
  const how = item.by ? "taken" : item.dropped ? "dropped" : "free";
  return new Map(desk.lost).set(item.id, { by: item.by ?? "", how });
}

function letGo(desk, id) {
  const [held, leaving] = [new Map(desk.held), new Set(desk.leaving)];
  held.delete(id);
  leaving.delete(id);
  return { ...desk, held, leaving };
}

function without(desk, id) {
  const lost = new Map(desk.lost);
  lost.delete(id);
  return letGo({ ...desk, lost }, id);
}

export const isMine = ({ you }, item) => item.state === "claimed" && Boolean(item.by) && item.by === you?.name;

/** Whether I am in training: I read, note and advise, and the server lets me do nothing else. */
export const isShadow = ({ you }) => you?.role === "shadow";

/** Why I may not take a case or decide now, as the words say it; nothing if I may. */
export const hindrance = (desk) => (isShadow(desk) ? "desk.shadow.may" : desk.onShift ? "" : "desk.claim.no_shift");

/** Whether I look after the others, too. */
export const overlooks = ({ you, duty }) =>
  you?.role === "coordinator" || duty.some(({ id, lead }) => lead && id === you?.id);

/** A claim of mine was lost, and nobody has the case yet. */
export const mayTakeAgain = ({ lost, cases, onShift }, id) => onShift && lost.has(id) && cases.has(id) && isFree(cases.get(id));

/** Whether closing the page would leave somebody, or cost what was typed. */
export const wouldLose = ({ onShift, held }, writing) => (onShift && held.size > 0) || writing;

/** Whether somebody leads this shift at the desk; `others`: somebody else than me. */
export const isLed = ({ you, duty }, others = false) => duty.some(({ id, lead }) => lead && !(others && id === you?.id));

export const isBeside = ({ you }, item) => Boolean(item?.second) && item.second === you?.name;

function talked(desk, frame) {
  const item = desk.cases.get(frame.case);
  const cases = item ? new Map(desk.cases).set(frame.case, { ...item, talk: frame.state }) : desk.cases;
  if (desk.open === frame.case && desk.detail) return { ...desk, cases, detail: withLine(desk.detail, frame) };
  const isNew = frame.line?.by === "person";
  return { ...desk, cases, unread: isNew ? new Set(desk.unread).add(frame.case) : desk.unread };
}

/** What was said on a line that is over is kept nowhere, and not here either. */
function withLine(detail, { state, line: said }) {
  const known = detail.line ?? [];
  const isNew = said && !known.some(({ n }) => n === said.n);
  const line = state === "ended" ? [] : isNew ? [...known, said] : known;
  return { ...detail, case: { ...detail.case, talk: state }, line };
}

/**
 * The desk with its rows in order, once for each time it is shown: hundreds of frames may come between.
 * While focus is inside, rows neither move nor come; what changed on a row changes in its place.
 */
export function settled(desk) {
  if (desk.frozen || desk.sorted === desk.cases) return desk;
  return { ...desk, rows: ordered(gathered(desk.cases)), sorted: desk.cases };
}

/** How many cases wait to be put on the list. */
export const waiting = ({ cases, rows }) => {
  const standing = new Set(rows);
  return gathered(cases).filter(({ id }) => !standing.has(id)).length;
};

export const whileInside = (desk, frozen) => (frozen === desk.frozen ? desk : { ...settled(desk), frozen });

/** Somebody asked for the list as it is now, and stays inside. */
export const updated = (desk) => ({ ...settled({ ...desk, frozen: false }), frozen: desk.frozen });

/** @param {string} id of the case to look at, or none */
export function opened(desk, id) {
  const unread = new Set(desk.unread);
  unread.delete(id);
  return { ...desk, open: id, detail: null, unread };
}

/** The answer to a claim. */
export const claimed = (desk, id, fence) => mineNow(desk, id, fence);

/** An act is on its way that ends my claim; or it was refused, and the claim stands. */
export const leaves = (desk, id) => ({ ...desk, leaving: new Set(desk.leaving).add(id) });
export function stays(desk, id) {
  const leaving = new Set(desk.leaving);
  leaving.delete(id);
  return { ...desk, leaving };
}

/** A decision under this claim was refused: it is somebody else's now. */
export function refusedAs(desk, id, by) {
  if (!desk.held.has(id)) return desk;
  return { ...letGo(desk, id), lost: new Map(desk.lost).set(id, { by: by ?? "", how: by ? "taken" : "free" }) };
}
