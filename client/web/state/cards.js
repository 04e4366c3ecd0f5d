/**
 * Cards: what only this one person is told, as lines among the others.
 *
 * Nobody sees one before the parts that draw it are there, so the room (state/room.js) only keeps
 * what came, in `untold`, and this is fetched with those parts.
 */

/** @typedef {import("./room.js").Room} Room */

/**
 * The room with every card that came, and with who is on duty now.
 * @param {Room} room
 * @returns {Room}
 */
export const told = (room) =>
  room.untold.length ? room.untold.reduce(tell, { ...room, untold: [] }) : room;

function tell(room, frame) {
  if (frame.t === "onduty") return onDuty(room, frame);
  if (frame.kind === "young" && room.young) return room;
  return carded({ ...onDuty(room, frame), young: room.young || frame.kind === "young" }, frame);
}

/** What a card tells beside its kind. An offer of a talk that is open already is none. */
function carded(room, { kind, t: _, duty: __, ...more }) {
  if (kind === "talk" && room.lines.some(({ card, line }) => card === "line" && line === more.line)) return room;
  return withCard(kind === "talk_ended" ? withoutCards(withoutCards(room, "line"), "talk") : room, kind, more);
}

/** Cards that tell who is on duty say what is true now. */
function onDuty(room, { duty: { on } }) {
  if (on === room.duty) return room;
  const lines = room.lines.map((line) => (line.card === "help" || line.card === "update" ? { ...line, duty: on } : line));
  return { ...room, duty: on, lines };
}

/** One of a kind is enough. A card stands where the talk was when it came, a volunteer's offer above the box. */
export function withCard(room, card, more = {}) {
  const cards = room.cards + 1;
  const line = { key: `card:${cards}`, kind: card === "talk" || card === "line" ? "offer" : "card", n: 0, card, duty: room.duty, ...more };
  return { ...room, cards, lines: [...withoutCards(room, card).lines, line] };
}

export const withoutCards = (room, card) => ({ ...room, lines: room.lines.filter((line) => line.card !== card) });

/** Without the line `key`: a card that was read, or words no longer true. */
export const without = (room, key) => ({ ...room, lines: room.lines.filter((line) => line.key !== key) });
