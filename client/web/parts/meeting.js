/**
 * The meeting above the box: its part, who speaks, the line, and what one may do. Fetched when a
 * meeting runs. Nothing here counts down, and nothing but the status line speaks.
 */

import { choices, ended, maySpeak, meetingOf, minuteMs, waitMs } from "../state/meeting.js";
import { keepingFocus } from "./keep_focus.js";
import { make } from "./log.js";

const refusals = new Set(["no_time_left", "had_a_turn", "went_on", "role_taken", "new_here", "not_here", "no_feedback"]);
const acts = {
  ask: ["room.turn_ask", { t: "hand", up: true }],
  not_me: ["room.turn_not_me", { t: "hand", up: false }],
  unask: ["room.turn_unask", { t: "hand", up: false }],
  last: ["room.turn_last", { t: "hand", up: true, last: true }],
  pass: ["room.turn_pass", { t: "pass" }],
  enough: ["room.answer_enough", { t: "pass" }],
  lead: ["room.meet_lead", { t: "lead", up: true }],
  stand_in: ["room.meet_stand_in", { t: "lead", up: true }],
  lay_down: ["room.meet_lay_down", { t: "lead", up: false }],
  next: ["room.meet_next", { t: "next" }],
};
const wishes = ["listen", "welcome", "question"];
/** What is said aloud when it happens to somebody else. */
const told = { soon: "", line_lost: "room.turn_held", line_back: "room.turn_back", gone: "room.turn_gone" };

export class Board {
  #place;
  #kit;
  #parts = {};
  #meeting = null;
  #room = null;
  #endsAt = 0;
  #shown = null;
  #reads = "";

  /** @param {HTMLElement} place @param {{words: Function, time: Function, status: object, ask: Function}} kit */
  constructor(place, kit) {
    this.#place = place;
    this.#kit = kit;
    this.#reads = document.getElementById("who-reads").textContent;
    this.#build();
    setInterval(() => this.#meeting && this.#left(), minuteMs / 2);
  }

  show(room) {
    if (room.meeting === this.#shown && room.people === this.#room?.people) return;
    const before = this.#meeting;
    this.#shown = room.meeting;
    this.#room = room;
    this.#meeting = room.you ? meetingOf(room.meeting) : null;
    keepingFocus(this.#place, () => {
      this.#place.hidden = !this.#meeting;
      if (this.#meeting) this.#draw(before);
      else this.#over(before);
    });
  }

  #build() {
    const { words } = this.#kit;
    const parts = this.#parts;
    parts.title = make("h2", { id: "meeting-title" });
    parts.part = make("summary", {});
    parts.until = make("p", { className: "hint" });
    parts.reading = make("p", { className: "reading" });
    parts.who = make("p", { className: "speaks" });
    parts.left = make("p", { className: "hint" });
    parts.line = make("ol", { "aria-label": words("room.turn_line") });
    parts.chair = make("p", { className: "hint" });
    const row = (...names) => make("p", { className: "acts" }, ...names.map((name) => this.#button(name)));
    parts.acts = row("ask", "unask", "pass", "enough");
    parts.acts.append(this.#wish());
    parts.serve = row("not_me", "last", "lead", "stand_in", "lay_down", "next");
    parts.more = make("details", {}, parts.part, parts.title, parts.until, parts.reading, parts.line, this.#give(), parts.chair, parts.serve);
    this.#place.replaceChildren(parts.who, parts.left, parts.acts, parts.more);
  }

  #button(name) {
    const button = make("button", { type: "button", className: "button", textContent: this.#kit.words(acts[name][0]) });
    button.dataset.meet = name;
    button.addEventListener("click", () => this.#press(name));
    return button;
  }

  #wish() {
    const { words } = this.#kit;
    const choice = (what) => make("option", { value: what, textContent: words(`room.turn_${what}`) });
    const select = (this.#parts.what = make("select", {}, ...wishes.map(choice)));
    select.addEventListener("change", () => this.#ask({ t: "wish", what: select.value }, "room.turn_wished"));
    return (this.#parts.wish = make("label", { className: "wish" }, `${words("room.turn_wish")} `, select));
  }

  #give() {
    const { words } = this.#kit;
    const [who, button] = [make("select", {}), make("button", { type: "button", className: "button", textContent: words("room.turn_given") })];
    button.addEventListener("click", () => this.#ask({ t: "pass", to: who.value }));
    this.#parts.to = who;
    return (this.#parts.give = make("p", { className: "acts" }, make("label", {}, `${words("room.turn_give")} `, who), button));
  }

  #press(name) {
    const [, frame, done] = acts[name];
    const { steps, step } = this.#meeting;
    this.#ask(name === "next" ? { ...frame, step: steps[step].id } : frame, done);
  }

  async #ask(frame, done) {
    const answer = await this.#kit.ask(frame);
    if (answer.t === "ack") return done && this.#kit.status.say(done);
    this.#kit.status.say(refusals.has(answer.code) ? `room.cannot_${answer.code}` : "room.not_done");
  }

  #draw(before) {
    const { words, time } = this.#kit;
    const [meeting, parts, you] = [this.#meeting, this.#parts, this.#room.you];
    const me = you.id;
    const kind = meeting.steps[Math.max(0, meeting.step)].kind;
    const values = { n: Math.max(1, meeting.step + 1), of: meeting.steps.length, step: words(`room.step_${kind}`) };
    parts.title.textContent = meeting.title;
    parts.part.textContent = words("room.meet_step", values);
    parts.until.textContent = words("room.meet_until", { when: time(meeting.until) });
    // Where nobody writes, what is read may take the talk's place.
    this.#place.classList.toggle("listening", meeting.speak === "nobody");
    parts.reading.hidden = !meeting.reading;
    parts.reading.textContent = meeting.reading ?? "";
    // Whoever leads finds the next part's button where the last one was.
    if (before?.step !== meeting.step) parts.more.open = Boolean(meeting.reading) || meeting.chair === me;
    parts.who.textContent = this.#speaks(me);
    // The alert says it already, and stays.
    parts.who.hidden = meeting.turn?.holder === me && meeting.turn.phase !== "grace";
    this.#buttons(choices(meeting, you), me);
    this.#lineUp(me);
    parts.chair.textContent = this.#chair(me);
    if (before?.n !== meeting.n) this.#endsAt = Date.now() + (meeting.turn?.left_s ?? 0) * 1000;
    this.#left();
    this.#hint(you);
    this.#tell(before, me);
  }

  /** Who speaks, in one sentence; the same for everybody, but for the one who does. */
  #speaks(me) {
    const { words } = this.#kit;
    const { turn, feedback, speak, waiting, chair } = this.#meeting;
    if (waiting) return words("room.meet_waits");
    if (this.#room.you.guest && maySpeak(this.#meeting, this.#room.you)) return words("room.meet_you_guest");
    if (feedback) {
      if (feedback.of === me) return words("room.answer_yours");
      return words(feedback.wish === "question" ? "room.answer_question" : "room.answer_of", { alias: feedback.alias });
    }
    if (speak === "holder") {
      if (!turn) return words("room.turn_free");
      if (turn.holder === me) return words(turn.phase === "grace" ? "room.turn_grace" : "room.turn_yours");
      const keys = { held: "room.turn_held", grace: "room.turn_grace_of" };
      return words(keys[turn.phase] ?? "room.turn_of", { alias: turn.alias });
    }
    if (speak === "chair" && chair && chair !== me) return words("room.turn_of", { alias: this.#name(chair) });
    return words({ nobody: "room.meet_nobody", guest: "room.meet_guest" }[speak] ?? "room.meet_everyone");
  }

  #buttons(may, me) {
    for (const button of this.#place.querySelectorAll("[data-meet]")) button.hidden = !may[button.dataset.meet];
    const { wish, give, to, acts: row, serve } = this.#parts;
    const guests = new Set(this.#room.group?.guests.map(({ member }) => member));
    const others = [...this.#room.people].filter(([id]) => id !== me && !guests.has(id));
    wish.hidden = !may.pass;
    for (const some of [row, serve]) some.hidden = [...some.children].every((child) => child.hidden);
    give.hidden = !may.pass || others.length === 0;
    if (may.pass && document.activeElement !== this.#parts.what) this.#parts.what.value = this.#meeting.turn.wish;
    if (give.hidden || document.activeElement === to) return;
    const chosen = to.value;
    to.replaceChildren(...others.map(([id, alias]) => make("option", { value: id, textContent: alias })));
    if (others.some(([id]) => id === chosen)) to.value = chosen;
  }

  /** The one who speaks, then those who wait, in the order that everybody sees. */
  #lineUp(me) {
    const { turn, line } = this.#meeting;
    const row = (id, alias) => {
      const you = id === me ? [" ", make("span", { className: "you", textContent: this.#kit.words("room.you") })] : [];
      return make("li", id === turn?.holder ? { "aria-current": "true" } : {}, make("bdi", { textContent: alias }), ...you);
    };
    const rows = line.map((id) => row(id, this.#name(id)));
    this.#parts.line.replaceChildren(...(turn ? [row(turn.holder, turn.alias)] : []), ...rows);
    this.#parts.line.hidden = line.length === 0;
  }

  #chair(me) {
    const { chair, closing, turn, feedback } = this.#meeting;
    const { words } = this.#kit;
    if (closing && (turn || feedback)) return words("room.meet_closing");
    if (chair === me) return words("room.meet_chair_you");
    return chair ? words("room.meet_chair", { alias: this.#name(chair) }) : "";
  }

  /** In words and by the minute: a clock that runs hurries people. */
  #left() {
    const { turn, line } = this.#meeting;
    const { words } = this.#kit;
    const me = this.#room.you.id;
    const leftMs = this.#endsAt - Date.now();
    const runs = turn && (turn.phase === "open" || turn.phase === "soon");
    const about = leftMs < 0.75 * minuteMs ? words("room.turn_soon") : words("room.turn_left", { n: Math.round(leftMs / minuteMs) });
    const wait = Math.max(1, Math.round(waitMs(this.#meeting, me, leftMs) / minuteMs));
    const place = `${words("room.turn_place", { n: line.indexOf(me) + 1 })} ${words("room.turn_wait", { n: wait })}`;
    this.#parts.left.textContent = line.includes(me) ? place : runs ? about : "";
    this.#parts.left.hidden = !this.#parts.left.textContent;
  }

  /** Above the box: whether it is one's time to write. The words in it stay whatever it says. */
  #hint(you) {
    const hint = document.getElementById("who-reads");
    hint.textContent = this.#meeting && !maySpeak(this.#meeting, you) ? this.#speaks(you.id) : this.#reads;
  }

  #tell(before, me) {
    const { status, words } = this.#kit;
    const { turn, feedback, line, why, n, title, step } = this.#meeting;
    const own = turn?.holder === me;
    if (own !== (before?.turn?.holder === me)) document.getElementById("alert").textContent = own ? words("room.turn_yours") : "";
    if (!before && this.#shown.meeting) return status.say("room.meet_began", { title });
    if (before?.step !== step) return status.say("room.meet_step", this.#stepValues(words));
    if (before.n === n || own) return undefined;
    const place = line.indexOf(me) + 1;
    if (place && !before.line.includes(me)) return status.say("room.turn_place", { n: place });
    if (feedback && !before.feedback) return status.say(feedback.of === me ? "room.answer_yours" : "room.answer_of", feedback);
    const key = told[why];
    if (key) return status.say(key, turn ?? before.turn);
    if (turn && turn.holder !== before.turn?.holder) return status.say("room.turn_of", turn);
    return undefined;
  }

  #stepValues(words) {
    const { steps, step } = this.#meeting;
    return { n: step + 1, of: steps.length, step: words(`room.step_${steps[step].kind}`) };
  }

  #over(before) {
    document.getElementById("who-reads").textContent = this.#reads;
    if (before) this.#kit.status.say(...ended(this.#shown.over));
  }

  #name(id) {
    return this.#room.people.get(id) ?? "…";
  }
}
