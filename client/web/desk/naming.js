/** What a case is called: why it is here, how old it is, whose it is. Codes travel, words live here. */

import { isLed } from "./state/desk.js";
import { age, isAboutNobody, lane } from "./state/order.js";

export class Naming {
  #words;

  constructor(words) {
    this.#words = words;
  }

  lane(item) {
    return this.#words(`desk.lane.${lane(item)}`);
  }

  /** Why a case is here: what the person's words were about, or how it came. */
  reason({ kind, family }) {
    const spoken = kind === "flag" && family ? [`desk.family.${family}`, "desk.family.other"] : [];
    return this.#words.first([...spoken, `desk.kind.${kind}`, "desk.kind.flag"]);
  }

  /** The room a case is in; somebody outside may not know which. */
  room(title) {
    return title || this.#words("desk.no_room");
  }

  /** Why one message was flagged, in a sentence. */
  why({ kind, rule = "", why = "" }, { family = "" } = {}) {
    if (kind === "outside") return `${this.#words.first([`desk.outside.${why}`, "desk.outside.other"])} ${this.#words.first([`desk.seen.${rule}`, "desk.seen.unknown"])}`;
    const keys = kind === "report" ? [`desk.report.${why}`] : kind === "refused" ? [`desk.refused.${why}`] : [];
    const looked = ["flag", "held", "unscanned"].includes(kind) ? [`desk.rule.${rule}`, `desk.about.${family}`] : [];
    return this.#words.first([...keys, ...looked, `desk.why.${kind}`, "desk.why.flag"]);
  }

  age(ms) {
    const { unit, n } = age(ms);
    return this.#words(`desk.age.${unit}`, { n });
  }

  state(item, mine, desk) {
    if (item.sign) return this.#words("desk.state.sign", { name: item.closed_by });
    if (item.state === "resolved") return this.#words("desk.state.gone");
    if (mine && item.handover) return this.#words("desk.state.handing");
    if (mine) return this.#words(item.second ? "desk.state.mine_beside" : "desk.state.mine", { second: item.second });
    if (item.handover) return this.#words("desk.state.handover", { name: item.by });
    const beside = item.second ? "_beside" : "";
    if (item.state === "claimed") return this.#words(`desk.state.with${beside}`, { name: item.by, second: item.second });
    if (item.state === "escalated" && isLed(desk)) return this.#words("desk.state.escalated");
    if (item.state === "escalated" && desk.duty.length) return this.#words("desk.state.escalated_all");
    return this.#words(item.dropped ? "desk.state.dropped" : "desk.state.free");
  }

  /** Whether the person can still be reached, if it is about anybody. */
  presence(item) {
    if (isAboutNobody(item)) return "";
    return this.#words(item.here ? "desk.here" : "desk.not_here");
  }
}
