/**
 * One case in detail. Its view is made once and kept while the page lives: what was typed stays, also
 * when the claim is lost or another case is looked at meanwhile.
 */

import { button, make, renew } from "../dom.js";
import { hindrance, isBeside, isMine, isShadow } from "../state/desk.js";
import { holdsNow, isAboutNobody, isFree, isLongWithoutNote, lane } from "../state/order.js";

/** So many frames pass until everything above has its height. */
const settling = 4;

export class CaseView {
  #page;
  #id;
  #head = make("div", { className: "case-head" });
  #facts = make("p", { className: "facts" });
  #claim = make("div", { className: "claim" });
  #pause = make("div");
  #cards;
  #parts;
  #drawn = "";
  #body;

  /** @param {object} page @param {string} id @param {object[]} parts in their order, each with an `element` and `show` */
  constructor(page, id, parts) {
    this.#page = page;
    this.#id = id;
    const { words } = page;
    const title = make("h2", { id: "d", tabIndex: -1 });
    const up = button(words("desk.to_queue"), () => page.queue.focus(), { className: "button to-queue" });
    this.#head.append(make("p", { className: "lane-line" }), title, this.#facts, up);
    this.#parts = parts;
    this.#cards = this.#giving(words);
    const [messages, around, ...others] = parts.map((part) => part.element);
    this.#body = make("div", { hidden: true }, messages, around, this.#cards, ...others,
      make("p", {}, button(words("desk.wrong"), () => this.#wrong())));
    this.element = make("div", { className: "case-view" }, this.#head, this.#claim, this.#pause, this.#body);
  }

  focus() {
    this.#head.querySelector("h2").focus({ preventScroll: true });
    this.#comeIntoView(settling);
  }

  /** Rows nobody has seen yet have a guessed height, which changes as one comes past them. */
  #comeIntoView(frames) {
    this.element.scrollIntoView({ block: "start" });
    if (frames) requestAnimationFrame(() => this.#comeIntoView(frames - 1));
  }

  show() {
    const { desk } = this.#page;
    const item = desk.cases.get(this.#id) ?? desk.detail?.case;
    if (!item) return this.#ended();
    const mine = isMine(desk, item);
    this.#title(item, mine);
    this.#drawClaim(item, mine);
    this.#drawPause(mine);
    if (!desk.detail) return;
    this.#body.hidden = false;
    this.#cards.hidden = !mine || isAboutNobody(item);
    this.#cards.querySelector("[data-helper]").hidden = Boolean(item.alone);
    for (const part of this.#parts) part.show(desk.detail, mine);
  }

  #ended() {
    this.#claim.replaceChildren(make("p", { className: "card", textContent: this.#page.words("desk.case_gone") }));
  }

  #title(item, mine) {
    const { naming, desk, words, now } = this.#page;
    this.#head.querySelector("h2").textContent = naming.reason(item);
    const laneLine = this.#head.querySelector(".lane-line");
    laneLine.dataset.lane = lane(item);
    laneLine.textContent = naming.lane(item);
    const alias = desk.detail?.alias;
    const parts = [naming.room(item.title), naming.age(now() - item.since), naming.state(item, mine, desk), naming.presence(item)];
    if (item.young) parts.push(words("desk.maybe_child"));
    if (item.alone) parts.push(words("desk.undelivered"));
    if (item.not_meant) parts.push(words("desk.not_meant"));
    if (item.restored) parts.push(words("desk.restored"));
    const outcome = desk.detail?.outcome;
    if (outcome) parts.push(words("desk.closed_as", { outcome: words(`desk.outcome.${outcome}`) }));
    const said = parts.filter(Boolean).join(" · ");
    if (this.#facts.dataset.said === said + (alias ?? "")) return;
    this.#facts.dataset.said = said + (alias ?? "");
    this.#facts.replaceChildren(...(alias ? [make("bdi", { className: "name", textContent: alias }), " · "] : []), said);
  }

  /** Who has it, and what one may do about that. Drawn anew only when one of these changes. */
  #drawClaim(item, mine) {
    const { desk, lease, now } = this.#page;
    const lost = desk.lost.get(this.#id);
    const state = mine ? lease().state : "";
    const quiet = mine && isLongWithoutNote(item, now());
    const twice = !mine && item.level === "S1" && holdsNow(desk.cases.values(), (one) => isMine(desk, one));
    const drawn = JSON.stringify([mine, twice, state, lost, quiet, item.second, item.state, item.handover, item.sign, item.by, desk.onShift, desk.you?.name === item.closed_by]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const hadFocus = this.#claim.contains(document.activeElement);
    renew(this.#claim, ...(mine ? this.#mine(state, item, quiet) : this.#notMine(item, lost, twice)));
    // Never onto another button: whoever presses twice would undo what the first press did.
    if (hadFocus && !this.#claim.contains(document.activeElement)) this.#head.querySelector("h2").focus({ preventScroll: true });
  }

  /** Whoever has a case of the room may let it go on; the others read who could. */
  #drawPause(mine) {
    const { desk, words, clock, now } = this.#page;
    const until = desk.detail?.paused > now() ? desk.detail.paused : 0;
    const drawn = `${until} ${mine}`;
    if (drawn === this.#pause.dataset.drawn) return;
    this.#pause.dataset.drawn = drawn;
    const goOn = () => this.#page.act(this.#id, "quiet", { minutes: 0 });
    renew(this.#pause, until && make("div", { className: "card note" },
      make("p", { textContent: words("desk.paused", { until: clock(until) }) }),
      mine ? make("p", {}, button(words("desk.quiet.end"), goOn)) : make("p", { className: "hint", textContent: words("desk.paused.who") })));
  }

  #mine(state, item, quiet) {
    const { words } = this.#page;
    const ending = state !== "yours";
    return [
      make("p", { className: ending ? "ending" : "yours", textContent: words(ending ? "desk.lease.ending" : item.handover ? "desk.lease.handing" : "desk.lease.yours") }),
      item.second && make("p", { className: "hint", textContent: words("desk.beside.you", { second: item.second }) }),
      quiet && make("p", { className: "card note", textContent: words("desk.note.long") }),
      make("p", { className: "choices" },
        ending && button(words("desk.lease.keep"), () => this.#page.keepClaims(), { className: "button action" }),
        button(words("desk.lease.back"), () => this.#page.letGo(this.#id, "back"), { "data-key": "back" })),
    ];
  }

  #notMine(item, lost, twice) {
    const { words, desk } = this.#page;
    const told = lost && make("p", { className: "card note", textContent: words(`desk.lost.${lost.how}`, { name: lost.by }) });
    const not = hindrance(desk);
    if (item.sign) return [told, ...this.#signing(item)];
    if (item.state === "resolved") return [make("p", { className: "card", textContent: words("desk.case_gone") })];
    if (not && (isFree(item) || !desk.onShift)) return [told, make("p", { className: "hint", textContent: words(not) })];
    if (!isFree(item)) return [told, ...this.#beside(item)];
    if (twice) return [told, make("p", { className: "card note", textContent: words("desk.nack.two_severe") })];
    const key = item.handover ? "desk.claim.read" : lost ? "desk.claim.again" : "desk.claim";
    return [told, isBeside(desk, item) && make("p", { className: "card note", textContent: words("desk.beside.take") }),
      item.handover && make("p", { textContent: words("desk.claim.handover", { name: item.by }) }),
      make("p", {}, button(words(key), () => this.#page.claim(this.#id), { className: "button action large", "data-claim": "" }))];
  }

  /** Somebody else has it: one may stand beside them. */
  #beside(item) {
    const { words, desk } = this.#page;
    const stand = (on) => this.#page.ask({ t: "beside", case: this.#id, on });
    if (isBeside(desk, item)) return [make("p", { className: "yours", textContent: words("desk.beside.told", { name: item.by }) }),
      make("p", {}, button(words("desk.beside.back"), () => stand(false)))];
    return [make("p", { className: "hint", textContent: words("desk.claim.with", { name: item.by }) }),
      !item.second && !isShadow(desk) && make("p", {}, button(words("desk.beside.come", { name: item.by }), () => stand(true), { "data-beside": "" }))];
  }

  #signing(item) {
    const { words, desk } = this.#page;
    if (isShadow(desk)) return [make("p", { className: "hint", textContent: words("desk.shadow.may") })];
    if (item.closed_by === desk.you?.name) return [make("p", { className: "hint", textContent: words("desk.sign.yours") })];
    return [make("p", { textContent: words("desk.sign.why", { name: item.closed_by }) }),
      make("p", {}, button(words("desk.sign"), () => this.#page.sign(this.#id), { className: "button action" }))];
  }

  #giving(words) {
    const give = async (kind) => {
      const answer = await this.#page.act(this.#id, "give", { kind });
      if (answer.t === "ack") this.#page.say("desk.card.given");
    };
    return make("section", { className: "part", hidden: true }, make("h3", { textContent: words("desk.cards") }),
      make("p", { className: "hint", textContent: words("desk.cards.seen") }),
      make("p", { className: "choices" },
        button(words("desk.card.help"), () => give("help")),
        button(words("desk.card.helper"), () => give("helper"), { "data-helper": "" })));
  }

  async #wrong() {
    const answer = await this.#page.ask({ t: "wrong", case: this.#id });
    if (answer.t === "ack") this.#page.say("desk.wrong_done");
  }
}
