/** Buttons that do more than one thing: ask once more, hide and bring back. */

import { button, make } from "../dom.js";

const undoMs = 10_000;

/**
 * An act that takes something from somebody: asked once more in its place, undone for ten seconds.
 *
 * @param {object} page
 * @param {object} how
 * @param {string} how.label what the button says
 * @param {() => string} how.question what is asked, and what the person will see
 * @param {string} how.yes
 * @param {() => Promise<object>} how.act resolves to the answer
 * @param {() => (Promise<object>|undefined)} [how.undo] takes it back, where the wire can
 * @param {() => void} [how.done] where to go once it is done, where its button goes with it
 */
export function confirmed(page, { label, question, yes, act, undo, done, key }) {
  const { words } = page;
  const place = make("div", { className: "confirm" });
  const open = button(label, () => ask(), key ? { "data-key": key } : {});
  const back = () => {
    place.replaceChildren(open);
    open.focus();
  };
  const ask = () => {
    const sure = button(yes, doIt, { className: "button leave" });
    const group = make("div", { role: "group", className: "asking", tabIndex: -1 },
      make("p", { textContent: question() }),
      make("p", { className: "choices" }, sure, button(words("desk.no"), back)));
    group.setAttribute("aria-label", question());
    place.replaceChildren(group);
    group.focus(); // not the button: a key that is held down would say yes unread
  };
  const doIt = async () => {
    const answer = await act();
    const isDone = answer?.t === "ack";
    if (isDone && undo) offerUndo();
    else if (isDone && done) done();
    else back();
  };
  const offerUndo = () => {
    const late = setTimeout(() => (place.contains(document.activeElement) ? back() : place.replaceChildren(open)), undoMs);
    const take = button(words("desk.undo"), async () => {
      clearTimeout(late);
      const answer = await undo();
      if (answer?.t === "ack") page.say("desk.undone");
      back();
    });
    place.replaceChildren(make("p", { className: "asking" }, words("desk.done_undo"), " ", take));
    page.say("desk.done_undo");
    take.focus();
  };
  place.append(open);
  return place;
}

/** Take a line off every screen, or bring it back: its own button is the way to undo it. */
export function hiding(page, id, { n, hidden }, key) {
  const { words } = page;
  const hide = (on) => page.act(id, "hide", { n, hide: on });
  if (hidden) return make("p", {}, button(words("desk.unhide"), () => hide(false), { "data-key": `${key}-hide` }));
  return confirmed(page, {
    label: words("desk.hide"), question: () => words("desk.hide_ask"), yes: words("desk.hide"),
    act: () => hide(true), key: `${key}-hide`,
  });
}
