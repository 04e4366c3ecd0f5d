/**
 * The meeting that runs, out of the newest frame of each kind: every one of them tells the whole of
 * what it is about, so nothing has to be remembered but which came last.
 */

export const minuteMs = 60_000;

/**
 * @typedef {object} Meeting
 * @property {string} title
 * @property {{id: string, kind: string, minutes: number}[]} steps
 * @property {number} step which of them, from 0; -1 before the first
 * @property {string} speak who may speak in it
 * @property {number} until
 * @property {string} [reading]
 * @property {object} [turn] who holds the piece
 * @property {object} [feedback] whom one may answer
 * @property {string[]} line who waits for the piece
 * @property {string} [chair]
 * @property {string} [reserve]
 * @property {boolean} guided
 * @property {boolean} closing whether nobody new begins
 * @property {boolean} waiting whether a trained adult has to come first
 * @property {boolean} alone whether one asked for no guest while one speaks, when one came
 * @property {boolean} paused whether nobody speaks just now, and every clock stands
 * @property {number} n the number of the last change of the piece
 * @property {string} why what the last change was
 */

/** @returns {Meeting | null} */
export function meetingOf({ facts, meeting, step, turn, roles, closing, pause, resume, over }) {
  const base = begun(facts, meeting);
  const after = (frame, n) => (frame && frame.n > n ? frame : null);
  if (!base || after(over, base.n)) return null;
  const now = after(step, base.n) ?? base;
  const told = after(turn, now.n) ?? (now === base ? base : { line: [], n: now.n });
  const again = after(resume, now.n); // what went on later than it was to: all its times are new
  const piece = again?.n > told.n ? { ...again, line: told.line, why: "" } : told;
  const who = after(roles, base.n) ?? base;
  return {
    title: base.title,
    steps: base.steps,
    guided: base.guided,
    step: now.step,
    speak: now.speak,
    until: again?.until ?? now.until,
    reading: now.reading,
    turn: piece.turn,
    feedback: piece.feedback,
    line: piece.line,
    why: piece.why ?? "",
    n: piece.n,
    chair: who.chair,
    reserve: who.reserve,
    waiting: Boolean(who.waiting),
    closing: Boolean(after(closing, now.n) ?? now.closing),
    alone: Boolean(base.alone),
    paused: Boolean(after(pause, again?.n ?? base.n) ?? (again ? false : base.paused)),
  };
}

function begun(facts, meeting) {
  if (meeting && (!facts || meeting.n > facts.n)) {
    return { ...meeting, step: -1, speak: "nobody", until: 0, line: [] };
  }
  return facts;
}

/** That it is over, and when its words are gone. */
export function ended({ gone, at } = {}) {
  if (gone === undefined) return ["room.meet_over"];
  const minutes = Math.round((gone - at) / minuteMs);
  return minutes < 1 ? ["room.meet_over_gone"] : ["room.meet_over_until", { n: minutes }];
}

/** What somebody may do in it just now; the piece, and the evening, are not for guests. */
export function choices(meeting, { id: me, guest }) {
  const { turn, feedback, line, chair, reserve, guided } = meeting;
  const mine = turn?.holder === me;
  const inLine = line.includes(me);
  const free = meeting.speak === "holder" && !mine && !meeting.waiting;
  if (meeting.paused || guest) return {};
  const serves = chair === me || reserve === me;
  return {
    ask: free && !inLine && !meeting.closing,
    not_me: free && !inLine && !meeting.closing && !feedback,
    unask: inLine,
    last: inLine && line.length > 1,
    pass: mine,
    enough: feedback?.of === me,
    lead: guided && !serves && !chair,
    stand_in: guided && !serves && Boolean(chair) && !reserve,
    lay_down: serves,
    next: chair === me,
  };
}

/** Roughly how long somebody in line waits, if all before them use their time. */
export function waitMs({ steps, step, line }, me, leftMs) {
  const turnMs = (steps[step]?.turn_s ?? 0) * 1000;
  return Math.max(0, leftMs) + Math.max(0, line.indexOf(me)) * turnMs;
}

/** Whether the words of this person are taken just now. */
export function maySpeak({ steps, step, speak, turn, feedback, answered, waiting, paused, chair }, { id: me, guest }) {
  if (waiting || paused) return false;
  if (guest) return Boolean(steps[step]?.guest);
  if (feedback) return !answered;
  if (speak === "holder") return turn?.holder === me;
  return speak === "everyone" || (speak === "chair" && (!chair || chair === me));
}
