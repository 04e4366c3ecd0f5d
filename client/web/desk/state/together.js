/**
 * Held messages of a room as one row: what a raid leaves is looked at and decided together. Pure.
 *
 * Which cases stand together the server says; one alone in its room is a row like any other.
 */

const mark = "room:";

/** @returns {string} the room of such a row, or nothing for a case */
export const roomOf = (id) => (id.startsWith(mark) ? id.slice(mark.length) : "");

/** @param {Iterable<object>} cases @returns the cases of a room that stand together */
export const inRoom = (cases, room) => [...cases].filter((item) => item.together && item.room === room);

const heldIn = (items) => items.reduce((n, { held }) => n + (held ?? 0), 0);

function row(items) {
  const [{ room, title, topic }] = items;
  return { id: mark + room, room, title, topic, kind: "held", level: "S3", state: "open", many: heldIn(items),
    since: Math.min(...items.map(({ since }) => since)) };
}

/** What the queue shows under this id, if it is still there. */
export function shownAs(cases, id) {
  const room = roomOf(id);
  if (!room) return cases.get(id);
  const items = inRoom(cases.values(), room);
  return items.length ? row(items) : undefined;
}

/** @param {ReadonlyMap<string, object>} cases @returns {object[]} as many rows as the queue has */
export function gathered(cases) {
  const rooms = new Map();
  for (const item of cases.values()) if (item.together) rooms.set(item.room, [...(rooms.get(item.room) ?? []), item]);
  const several = [...rooms.values()].filter((items) => items.length > 1);
  if (!several.length) return [...cases.values()];
  const inside = new Set(several.flat());
  return [...[...cases.values()].filter((item) => !inside.has(item)), ...several.map(row)];
}

/**
 * What was told of a room and is still to be decided, and how many came since.
 * @param {ReadonlyMap<string, object>} cases @param {{room: string, held: object[]}} told
 */
export function undecided(cases, { room, held }) {
  const still = held.filter((one) => cases.get(one.case)?.together);
  return { held: still, newer: Math.max(0, heldIn(inRoom(cases.values(), room)) - still.length) };
}

/** The ids of messages by their cases, as the wire wants them. */
export function seen(held) {
  const ids = {};
  for (const one of held) (ids[one.case] ??= []).push(one.id);
  return ids;
}
