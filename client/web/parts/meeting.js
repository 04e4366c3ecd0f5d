/**
 * The meeting above the box: its part, who speaks, the line, and what one may do. Fetched when a
 * meeting runs. Nothing here counts down, and nothing but the status line speaks.
 */

import { answered } from "../state/answers.js";
import { choices, ended, maySpeak, meetingOf, minuteMs } from "../state/meeting.js";
import { whileAway } from "./away.js";
import { keepingFocus } from "./keep_focus.js";
import { make } from "./log.js";
import { opening, speaking, timeLeft } from "./speaking.js";

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
  #away = false;
  /** After which line the answers to the one who shared come, and the last line there is. */
  #since = 0;
  #last = 0;
  #reads = "";

  /** @param {HTMLElement} place @param {{words: Function, time: Function, status: object, ask: Function}} kit */
  constructor(place, kit) {
    this.#place = place;
    this.#kit = kit;
    this.#reads = document.getElementById("who-reads").textContent;
    this.#build();
    setInterval(() => this.#meeting && this.#left(), minuteMs / 2);
    whileAway(kit.page.visit, (away) => this.#be(away));
  }

  show(room) {
    const last = this.#meeting?.feedback && room.lines.findLast(({ kind }) => kind === "said")?.n;
    if (room.meeting === this.#shown && room.people === this.#room?.people && last === this.#last) return;
    this.#shown = room.meeting;
    this.#room = room;
    this.#last = last;
    this.#show();
  }

  /** Whoever has the piece and no line is told that it is kept, and that the clock stands. */
  #be(away) {
    if (away === this.#away) return;
    this.#away = away;
    if (!this.#meeting) return;
    this.#show();
    if (this.#meeting?.turn?.holder === this.#room.you.id) this.#alert(this.#speaks());
  }

  #show() {
    const before = this.#meeting;
    const meeting = this.#room.you ? meetingOf(this.#shown) : null;
    if (meeting?.feedback?.until !== before?.feedback?.until) this.#since = meeting?.n ?? 0;
    this.#meeting = meeting && { ...meeting, away: this.#away, answered: answered(this.#room, meeting, this.#since) };
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
    parts.who.textContent = this.#speaks();
    // The alert says it already, and stays.
    parts.who.hidden = meeting.turn?.holder === me && meeting.turn.phase !== "grace";
    this.#buttons(choices(meeting, you), me);
    this.#lineUp(me);
    parts.chair.textContent = opening(meeting, this.#room, words);
    if (before?.n !== meeting.n) this.#endsAt = Date.now() + (meeting.turn?.left_s ?? 0) * 1000;
    this.#left();
    this.#hint(you);
    this.#tell(before, me);
  }

  #speaks() {
    return speaking(this.#meeting, this.#room, this.#kit.words);
  }

  #alert(text) {
    document.getElementById("alert").textContent = text;
    this.#place.scrollTop = 0; // what one can do now stands there
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

  /** In words and by the minute: a clock that runs hurries people. */
  #left() {
    this.#parts.left.textContent = timeLeft(this.#meeting, this.#room.you.id, this.#endsAt - Date.now(), this.#kit.words);
    this.#parts.left.hidden = !this.#parts.left.textContent;
  }

  /** Above the box: whether it is one's time to write. The words in it stay whatever it says. */
  #hint(you) {
    const may = !this.#meeting || maySpeak(this.#meeting, you);
    const hint = document.getElementById("who-reads");
    hint.textContent = may ? this.#reads : this.#speaks();
    hint.hidden = !may; // it stands above already; whoever hears the page has it with the box
    document.getElementById("send").classList.toggle("action", may);
  }

  #tell(before, me) {
    const { status, words } = this.#kit;
    const { turn, feedback, line, why, n, title, step } = this.#meeting;
    const own = turn?.holder === me;
    if (own !== (before?.turn?.holder === me)) this.#alert(own ? words("room.turn_yours") : "");
    if (!before && this.#shown.meeting) return status.say("room.meet_began", { title });
    if (before?.step !== step) return status.say("room.meet_step", this.#stepValues(words));
    if (before.n === n || own) return undefined;
    const place = line.indexOf(me) + 1;
    if (place && !before.line.includes(me)) return status.aloud("room.turn_place", { n: place });
    if (feedback && !before.feedback) return status.aloud(feedback.of === me ? "room.answer_yours" : "room.answer_of", feedback);
    const key = told[why];
    if (key) return status.say(key, turn ?? before.turn);
    if (turn && turn.holder !== before.turn?.holder) return status.aloud("room.turn_of", turn);
    return undefined;
  }

  #stepValues(words) {
    const { steps, step } = this.#meeting;
    return { n: step + 1, of: steps.length, step: words(`room.step_${steps[step].kind}`) };
  }

  #over(before) {
    this.#hint();
    if (before) this.#kit.status.say(...ended(this.#shown.over));
  }

  #name(id) {
    return this.#room.people.get(id) ?? "…";
  }
}
