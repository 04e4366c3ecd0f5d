/** What the person, or the whole room, may not do for a while: always with an end and a reason. */

import { button, make, renew, select } from "../dom.js";
import { isShadow } from "../state/desk.js";
import { isAboutNobody } from "../state/order.js";
import { confirmed } from "./presses.js";

const kinds = ["slow", "pause", "remove", "ban"];
const reasons = ["safety", "attack", "details", "method", "selling", "flooding", "other"];
const minuteWords = [10, 60, 720, 1440, 4320, 10_080, 43_200, 129_600];
const quietMinutes = [5, 10, 30];
const undoable = 10_000;

export class Limits {
  #page;
  #id;
  #detail = null;
  #list = make("ul", { className: "sanctions" });
  #acts;
  #drawn = "";

  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.#acts = make("details", { className: "fold" }, make("summary", { textContent: words("desk.limits") }),
      ...this.#person(words), ...this.#room(words));
    this.element = make("section", { className: "part" }, make("h3", { textContent: words("desk.limits_heading") }),
      this.#list, this.#acts);
  }

  show(detail, mine) {
    this.#detail = detail;
    const sanctions = detail.sanctions ?? [];
    this.element.hidden = isAboutNobody(detail.case) || (!mine && sanctions.length === 0);
    this.#acts.hidden = !mine;
    const drawn = JSON.stringify(sanctions);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    renew(this.#list, ...sanctions.map((sanction) => this.#sanction(sanction)));
  }

  #person(words) {
    const what = select(words("desk.limit.what"), kinds.map((kind) => [kind, words(`desk.limit.${kind}`)]));
    const until = select(words("desk.limit.until"), minuteWords.map((n) => [String(n), words(`desk.minutes.${n}`)]));
    const reason = select(words("desk.limit.reason"), reasons.map((name) => [name, words(`desk.reason.${name}`)]));
    const seen = make("p", { className: "hint" });
    const tell = () => (seen.textContent = words(`desk.limit.${what.box.value}_seen`));
    what.box.addEventListener("change", tell);
    tell();
    const sure = confirmed(this.#page, {
      label: words("desk.limit.set"),
      question: () => words("desk.limit.ask", {
        what: words(`desk.limit.${what.box.value}`), until: words(`desk.minutes.${until.box.value}`),
      }) + (until.box.value > 43_200 ? ` ${words("desk.limit.coordinator")}` : until.box.value > 1440 ? ` ${words("desk.limit.second")}` : ""),
      yes: words("desk.limit.yes"),
      act: () => this.#set({ what: what.box.value, minutes: Number(until.box.value), reason: reason.box.value }),
      undo: () => this.#lift(this.#newest()),
    });
    return [make("div", { className: "grid" }, what.whole, until.whole, reason.whole), seen, sure];
  }

  #room(words) {
    const minutes = select(words("desk.quiet.minutes"), quietMinutes.map((n) => [String(n), words("desk.quiet.n", { n })]));
    const quiet = (n) => this.#page.act(this.#id, "quiet", { minutes: n });
    return [make("h4", { textContent: words("desk.quiet") }), minutes.whole, make("div", { className: "choices" },
      confirmed(this.#page, {
        label: words("desk.quiet.set"), question: () => words("desk.quiet.ask"), yes: words("desk.quiet.set"),
        act: () => quiet(Number(minutes.box.value)), undo: () => quiet(0),
      }),
      button(words("desk.quiet.end"), () => quiet(0)))];
  }

  /** Resolves once the sanction stands in the detail: only then its number is known. */
  async #set(fields) {
    const before = this.#newest();
    const answer = await this.#page.act(this.#id, "sanction", fields);
    if (answer.t === "ack") await this.#until(() => this.#newest() !== before);
    return answer;
  }

  #newest() {
    return Math.max(0, ...(this.#detail?.sanctions ?? []).map(({ of }) => of));
  }

  async #until(isSo) {
    const late = Date.now() + undoable / 2;
    while (!isSo() && Date.now() < late) await new Promise((next) => requestAnimationFrame(next));
  }

  /** What is about a limit alone changes no case, so its detail is asked for anew. */
  async #about(t, fields) {
    const answer = await this.#page.ask({ t, case: this.#id, ...fields });
    if (answer.t === "ack") this.#page.look(this.#id);
    return answer;
  }

  #lift(of) {
    return this.#about("lift", { of });
  }

  #sanction({ of, what, until, by, reason, sign, appeal, review }) {
    const { words, day, desk } = this.#page;
    const byMe = by === desk.you?.name;
    const facts = words("desk.limit.facts", {
      what: words.first([`desk.limit.${what}`, "desk.limit.pause"]), until: day(until), name: by,
      reason: words.first([`desk.reason.${reason}`, "desk.reason.other"]),
    });
    const looksOn = isShadow(desk);
    return make("li", {}, make("p", { textContent: facts }),
      sign && make("p", { className: "hint", textContent: words(review ? "desk.limit.waits_coordinator" : "desk.limit.waits") }),
      review && make("p", { className: "hint", textContent: words("desk.limit.review", { day: day(review) }) }),
      !looksOn && make("p", { className: "choices" },
        button(words("desk.limit.lift"), () => this.#lift(of), { "data-key": `lift-${of}` }),
        sign && !byMe && (!review || desk.you?.role === "coordinator") && button(words("desk.limit.sign"), () => this.#sign(of), { "data-key": `sign-${of}` })),
      appeal && this.#appeal(of, appeal, byMe));
  }

  #sign(of) {
    return this.#about("sign", { of });
  }

  #appeal(of, text, byMe) {
    const { words } = this.#page;
    const answer = (lift) => this.#about("answer", { of, lift });
    const told = [make("p", { className: "name", textContent: words("desk.appeal") }),
      make("blockquote", { dir: "auto", textContent: text })];
    if (byMe) return make("div", { className: "card" }, ...told, make("p", { className: "hint", textContent: words("desk.appeal.yours") }));
    if (isShadow(this.#page.desk)) return make("div", { className: "card" }, ...told);
    return make("div", { className: "card" }, ...told,
      make("p", { className: "choices" },
        button(words("desk.appeal.lift"), () => answer(true), { "data-key": `yes-${of}` }),
        button(words("desk.appeal.keep"), () => answer(false), { "data-key": `no-${of}` })));
  }
}
