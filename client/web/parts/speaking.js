/** What a meeting says of who speaks, how long yet, and who opens it; each in a sentence or two. */

import { maySpeak, minuteMs, waitMs } from "../state/meeting.js";

const ofOthers = { held: "room.turn_held", grace: "room.turn_grace_of" };

/**
 * The same for everybody, but for the one it is about.
 * @param {object} meeting as the board has it @param {{you: object, people: Map}} room @param {Function} words
 */
export function speaking(meeting, { you, people }, words) {
  const { feedback, speak, waiting, chair } = meeting;
  if (waiting) return words("room.meet_waits");
  if (you.guest && maySpeak(meeting, you)) return words("room.meet_you_guest");
  if (feedback) return answering(meeting, you.id, words);
  if (speak === "holder") return holding(meeting, you.id, words);
  if (speak === "chair" && chair && chair !== you.id) return words("room.turn_of", { alias: people.get(chair) ?? "…" });
  return words({ nobody: "room.meet_nobody", guest: "room.meet_guest" }[speak] ?? "room.meet_everyone");
}

function answering({ feedback: { of, alias, wish }, answered }, me, words) {
  if (of === me) return words("room.answer_yours");
  if (answered) return words(`room.answer_${answered}`, { alias });
  return words(wish === "question" ? "room.answer_question" : "room.answer_of", { alias });
}

function holding({ turn, away }, me, words) {
  if (!turn) return words("room.turn_free");
  if (turn.holder !== me) return words(ofOthers[turn.phase] ?? "room.turn_of", { alias: turn.alias });
  if (away) return words("room.turn_kept");
  return words(turn.phase === "grace" ? "room.turn_grace" : "room.turn_yours");
}

/** Roughly how long somebody in line waits, or how long the one who speaks has; "" while no clock runs. */
export function timeLeft(meeting, me, leftMs, words) {
  const { turn, line, away } = meeting;
  if (line.includes(me)) {
    const wait = Math.max(1, Math.round(waitMs(meeting, me, leftMs) / minuteMs));
    return `${words("room.turn_place", { n: line.indexOf(me) + 1 })} ${words("room.turn_wait", { n: wait })}`;
  }
  const runs = turn && (turn.phase === "open" || turn.phase === "soon") && !(away && turn.holder === me);
  if (!runs) return "";
  return leftMs < 0.75 * minuteMs ? words("room.turn_soon") : words("room.turn_left", { n: Math.round(leftMs / minuteMs) });
}

/** Who opens the meeting, or that its part is coming to an end. */
export function opening({ chair, closing, turn, feedback }, { you, people }, words) {
  if (closing && (turn || feedback)) return words("room.meet_closing");
  if (chair === you.id) return words("room.meet_chair_you");
  return chair ? words("room.meet_chair", { alias: people.get(chair) ?? "…" }) : "";
}
