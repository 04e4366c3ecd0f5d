/**
 * What the room looks like from here: a fold over the frames of the wire, without any IO.
 *
 * `n` alone orders lines. A number that is not the one expected means that something was lost on
 * the way: the room is `broken` and says nothing more until the next `hello`.
 */

/** @typedef {import("../wire/frames.d.js").ServerFrame} ServerFrame */
/**
 * @typedef {object} Line
 * @property {string} key stays while the line stands, also when one's own line gets its number
 * @property {"said"|"hidden"|"gone"|"gap"|"missed"|"slower"|"as_before"|"card"|"offer"} kind
 * @property {number} n its number; for a gap the last number it covers; 0 for a private card
 * @property {string} [by]
 * @property {string} [alias]
 * @property {string} [text]
 * @property {string} [id]
 * @property {boolean} [mine]
 * @property {"saved"|"sent"} [kept] what the server said of one's own line
 * @property {string} [card]
 * @property {boolean} [called] whether somebody who is not at the desk is being called
 * @property {string} [what] what somebody may not do, with `until`, `reason` and the `code` to ask again
 */

/** Cards for state/group.js. */
const aside = /^(sponsor|guest)/;
const rowsKept = 300;
const rowsWhileReading = 1000;

/** A room nobody has entered yet. */
export const outside = Object.freeze({
  epoch: "",
  next: 0,
  head: 0,
  resumed: false,
  broken: false,
  earliest: 0,
  moreBefore: false,
  reading: false,
  house: "",
  you: null,
  facts: null,
  people: new Map(),
  others: 0,
  duty: 0,
  pingS: 25,
  /** @type {readonly Line[]} */ lines: [],
  acks: new Map(),
  wanted: Object.freeze([]),
  muted: new Set(),
  cards: 0,
  /** Frames that state/cards.js makes cards of. */
  untold: Object.freeze([]),
  /** The newest frame of each kind that tells of a meeting; state/meeting.js makes one of them. */
  meeting: Object.freeze({}),
  /** What the group agreed on, whole; private cards about it; whether one said how young one is. */
  group: null,
  asides: Object.freeze([]),
  young: false,
});

/** @typedef {typeof outside} Room */

/** Where to go on from, for `enter`; nothing before the first hello. */
export const position = (room) =>
  room.epoch ? { epoch: room.epoch, n: Math.max(0, room.next - 1) } : undefined;

/** Whether everything the last hello announced has come. */
export const caughtUp = (room) => room.epoch !== "" && !room.broken && room.next > room.head;

/**
 * The room after one more frame. Unknown frames change nothing.
 * @param {Room} room
 * @param {ServerFrame} frame
 * @returns {Room}
 */
export function receive(room, frame) {
  switch (frame.t) {
    case "hello":
      return entered(room, frame);
    case "gap":
      return skipped(room, frame);
    case "lines":
      return fetched(room, frame);
    case "here":
      return { ...room, ...peopleAfter(room, frame) };
    case "ack":
      return acknowledged(room, frame);
    case "group":
      return { ...room, group: frame };
    case "card":
      return aside.test(frame.kind) ? { ...room, asides: [...room.asides, frame] } : toTell(room, frame);
    case "onduty":
      return toTell(room, frame);
    case "reset":
    case "resync":
      return { ...room, broken: true };
    default:
      return "n" in frame && "at" in frame ? numbered(room, frame) : room;
  }
}

const toTell = (room, frame) => ({ ...room, untold: [...room.untold, frame] });

function entered(room, hello) {
  const sameTalk = hello.epoch === room.epoch && (hello.resumed || hello.from > room.next);
  const missed = room.epoch !== "" && !hello.resumed;
  const before = sameTalk ? room.lines : [];
  return {
    ...room,
    epoch: hello.epoch,
    next: hello.from,
    head: hello.n,
    resumed: hello.resumed,
    broken: false,
    earliest: sameTalk ? room.earliest : hello.from,
    moreBefore: sameTalk ? room.moreBefore : hello.from > 1,
    house: hello.house,
    you: hello.you,
    facts: hello.room,
    people: new Map(hello.members.map((member) => [member.id, member.alias])),
    others: hello.others,
    duty: hello.duty.on,
    pingS: hello.ping_s,
    lines: missed ? [...before, gapLine("missed", hello.from - 1)] : before,
    wanted: sameTalk ? room.wanted : [],
    meeting: hello.meeting ? { facts: { ...hello.meeting, n: hello.n } } : hello.paused ? { pause: { n: hello.n, until: hello.paused } } : {},
    group: null,
    asides: [],
  };
}

const gapLine = (kind, n) => ({ key: `${kind}:${n}`, kind, n });

function numbered(room, event) {
  if (room.broken || room.epoch === "" || event.n < room.next) return room;
  if (event.n > room.next) return { ...room, broken: true };
  return trimmed({ ...happened(room, event), next: event.n + 1 });
}

function skipped(room, gap) {
  if (room.broken || room.epoch === "" || gap.to < room.next) return room;
  if (gap.from > room.next) return { ...room, broken: true };
  const kind = room.resumed ? "missed" : "gap";
  return { ...room, next: gap.to + 1, lines: [...room.lines, gapLine(kind, gap.to)] };
}

/** What one event of the stream does to the lines. */
function happened(room, event) {
  switch (event.t) {
    case "said":
      return { ...room, lines: [...room.lines, saidLine(room, event)] };
    case "hidden":
      return { ...room, lines: replaced(room.lines, event.of, "hidden") };
    case "shown":
      return wants(room, event.of);
    case "erased":
      return { ...room, lines: event.of === undefined ? withGone(room.lines, event.n) : once(replaced(room.lines, event.of, "gone")) };
    case "door":
      return { ...room, lines: [...room.lines, gapLine(event.until ? "slower" : "as_before", event.n)] };
    default:
      return { ...room, meeting: { ...room.meeting, [event.t]: event } };
  }
}

/** @returns {Line} */
function saidLine(room, said) {
  const { n, at, by, alias, text, id } = said;
  const mine = by === room.you?.id;
  const key = mine ? `id:${id}` : `n:${n}`;
  return { key, kind: "said", n, at, by, alias, text, id, mine, kept: mine ? room.acks.get(id) : undefined };
}

/** Nothing of the text stays behind, also not in memory. */
const replaced = (lines, of, kind) =>
  lines.map((line) => (line.n === of && line.kind !== "gap" && line.kind !== "missed"
    ? { key: `n:${of}`, kind, n: of, at: line.at, by: line.by, alias: line.alias }
    : line));

/** Several erased lines in a row are told once: those of a meeting go together. */
const once = (lines) => lines.filter(({ kind }, at) => kind !== "gone" || lines[at - 1]?.kind !== "gone");
const withGone = (lines, n) => once([...lines, { key: `n:${n}`, kind: "gone", n }]);

function wants(room, of) {
  const known = room.lines.some((line) => line.n === of && line.kind !== "said");
  return known && !room.wanted.includes(of) ? { ...room, wanted: [...room.wanted, of] } : room;
}

/** The answer to `more`: older lines above, and lines that are shown again in their place. */
function fetched(room, { events, from, first_kept: firstKept }) {
  const back = new Map(events.filter((event) => event.t === "said").map((event) => [event.n, event]));
  const isBack = ({ kind, n }) => kind === "hidden" && room.wanted.includes(n) && back.has(n);
  const lines = room.lines.map((line) => (isBack(line) ? saidLine(room, back.get(line.n)) : line));
  const wanted = room.wanted.filter((of) => of < from);
  if (from >= room.earliest) return { ...room, lines, wanted, moreBefore: room.moreBefore && from > firstKept };
  const older = events.filter((event) => event.n < room.earliest).reduce(happened, { ...room, lines: [] }).lines;
  return { ...room, lines: [...older, ...lines], wanted, earliest: from, moreBefore: from > firstKept };
}

function peopleAfter(room, here) {
  if (here.members) return { people: new Map(here.members.map((member) => [member.id, member.alias])) };
  const people = new Map(room.people);
  let others = room.others;
  for (const { id, alias } of here.joined ?? []) people.set(id, alias);
  for (const id of here.left ?? []) if (!people.delete(id)) others = Math.max(0, others - 1);
  return { people, others };
}

function acknowledged(room, { id, n, saved }) {
  if (n === undefined) return room;
  const kept = saved ? "saved" : "sent";
  const lines = room.lines.map((line) => (line.mine && line.id === id ? { ...line, kept } : line));
  return { ...room, lines, acks: new Map([...room.acks, [id, kept]].slice(-rowsKept)) };
}

/** While somebody reads further up, nothing is taken away above them. */
export const whileReading = (room, reading) =>
  room.reading === reading ? room : trimmed({ ...room, reading });

function trimmed(room) {
  const most = room.reading ? rowsWhileReading : rowsKept;
  if (room.lines.length <= most) return room;
  const gone = room.lines.slice(0, -most);
  const earliest = gone.reduce((n, line) => Math.max(n, line.n + 1), room.earliest);
  return { ...room, lines: room.lines.slice(-most), earliest, moreBefore: true };
}
