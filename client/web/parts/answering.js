/** What somebody answers to a card of care, an offer, or to words that are held. Fetched with the first. */

import { without, withCard, withoutCards } from "../state/cards.js";
import { blanked } from "./held.js";

let talk = null;

/**
 * @param {string} name the act
 * @param {object} item the card, or the words
 * @param {{page: object, status: object, words: Function, ask: Function}} room
 */
export function answer(name, item, { page, status, words, ask }) {
  const acts = {
    blank: () => page.pending.say(blanked(item.text, item.spans), item.id),
    keep: () => page.pending.leaveHeld(item.id),
    not_meant: () => ask({ t: "answer", what: "not_meant" }, "room.not_meant_told"),
    not_now: () => {
      page.become(without(page.room, item.key));
      ask({ t: "answer", what: "not_now" }, "room.not_now_told");
    },
    yes: () => (item.card === "pair" ? twoAreEnough(item, page, ask) : talkAlone(item.line, page, status, words)),
    line: () => talkAlone(item.line, page, status, words),
    appeal: () => location.assign(appealAddress()),
    aside: () => goAside(item.next, page.visit),
  };
  acts[name]();
}

/** Whoever waits with one other says that a pair is all right. */
function twoAreEnough({ key }, page, ask) {
  page.become(without(page.room, key));
  ask({ t: "wait", up: true, pair: true }, "room.pair_told");
}

/** The circle goes on elsewhere: one goes there under the key one has here, also after a reload. */
function goAside(room, visit) {
  const kept = `k.${document.documentElement.dataset.handle}`;
  const enter = { ...JSON.parse(sessionStorage.getItem(kept)), room };
  sessionStorage.setItem(kept, JSON.stringify(enter));
  visit.move(enter);
}

/** Say yes, or look at the private talk again. */
async function talkAlone(line, page, status, words) {
  const { PrivateTalk } = await import("./private.js");
  if (talk?.line !== line) {
    talk = new PrivateTalk({ line, words, time: page.time });
    talk.addEventListener("over", () => (talk = null));
    talk.addEventListener("new", () => status.say("room.line_new"));
    page.become(withCard(withoutCards(page.room, "talk"), "line", { line }));
  }
  talk.show();
}

/** In the language of the page. */
function appealAddress() {
  const address = new URL(document.getElementById("leave-room").href);
  address.pathname = "/appeal";
  return address.href;
}
