/** What the group agreed on and what one may do about it, out of the newest frames, without any IO. */

import { meetingOf } from "./meeting.js";

const roleNames = ["opener", "timekeeper", "greeter", "reserve"];
export const professions = [
  "doctor", "nurse", "psychologist", "social_worker", "counsellor", "debt_adviser", "lawyer", "teacher",
];
const leading = new Set(["opener", "reserve"]);
const noGroup = Object.freeze({ roles: [], guests: [], sponsors: [] });

/** @param {import("./room.js").Room} room @param {number} now */
export function groupOf(room, now) {
  const { you, facts } = room;
  const group = room.group ?? noGroup;
  const isGuest = group.guests.some(({ member, left }) => member === you.id && !left);
  const isYoung = facts?.side === "young" || room.young;
  const leads = mayLead(room, group);
  return {
    isGuest,
    leads,
    alone: Boolean(meetingOf(room.meeting)?.alone),
    inSideRoom: Boolean(facts?.id.startsWith("aside-")),
    noSideRoom: facts?.side === "young",
    chair: meetingOf(room.meeting)?.chair ?? "",
    adults: group.adults ?? [],
    roles: roleNames.map((role) => roleOf(role, group, you.id, isGuest)),
    guests: group.guests.map((guest) => guestOf(guest, now, { isGuest, leads })),
    pausedUntil: pausedUntil(room.meeting, now),
    standing: isGuest || isYoung ? null : standingBy(room, group),
  };
}

/** @returns {boolean} whether this person opens the evening, or stands in */
function mayLead({ you, meeting }, { roles }) {
  const held = roles.some(({ role, id }) => id === you.id && leading.has(role));
  const now = meetingOf(meeting);
  return held || now?.chair === you.id || now?.reserve === you.id;
}

function roleOf(role, { roles }, me, isGuest) {
  const held = roles.find((one) => one.role === role);
  const free = !isGuest && !roles.some(({ id }) => id === me);
  return {
    role,
    ...held,
    mine: held?.id === me,
    may: {
      take: free && (!held || held.offered === me),
      offer: held?.id === me,
      lay_down: held?.id === me,
    },
  };
}

/** How far it is with a guest: each stage is a sentence, and what one may do in it. */
function guestOf(guest, now, { isGuest, leads }) {
  const asked = guest.agreed > now;
  const checked = Boolean(guest.checked);
  const over = Boolean(guest.left);
  const here = Boolean(guest.member) && !over;
  const declined = Boolean(guest.declined);
  const said = declined ? "declined" : guest.objected ? (asked ? "objected" : "left") : "";
  const open = !isGuest && !guest.member && !over && !said;
  return {
    ...guest,
    stage: here ? "here" : over ? "left" : said ? said : asked ? "asked" : guest.coordinator ? "coordinator" : checked ? "ready" : "agreed",
    isChecked: checked,
    may: {
      object: open && asked,
      checked: open && !checked,
      pass: open && !asked && checked && !guest.coordinator,
      step_out: here && !isGuest,
      away: leads && !over && !said,
    },
  };
}

/** Until when nobody writes, by the newest of what was told; 0 is not at all. */
export function pausedUntil({ facts, pause, resume }, now) {
  const told = [
    facts && { n: facts.n, until: facts.paused ?? 0 }, pause, resume && { n: resume.n, until: 0 },
  ].filter(Boolean);
  const { until } = told.reduce((last, one) => (one.n >= last.n ? one : last), { n: -1, until: 0 });
  return until > now ? until : 0;
}

/** Who would stand by somebody, and the lines one has: what was told of each last is true. */
function standingBy({ you, asides }, { sponsors }) {
  const lines = new Map();
  for (const { kind, line, alias } of asides) {
    if (kind === "sponsor_ended") lines.delete(line);
    else if (line) lines.set(line, { line, alias, state: kind });
  }
  const asked = [...lines.values()].some(({ state }) => state === "sponsor_waits");
  return {
    offered: sponsors.some(({ id }) => id === you.id),
    others: sponsors.filter(({ id }) => id !== you.id),
    lines: [...lines.values()],
    mayAsk: !asked,
  };
}

/** The pass that was made last; it is told once. */
export const passIn = (asides) => asides.findLast(({ kind }) => kind === "guest_pass")?.code ?? "";

/** Who wears a badge, and which: by member, also of those whose words are still there. */
export const badges = (group) =>
  new Map((group ?? noGroup).guests.filter(({ member }) => member).map(({ member, profession }) => [member, profession]));
