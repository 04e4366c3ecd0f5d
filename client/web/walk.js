/** A meeting for one: a step at a time, at one's own pace. Nothing is kept and nothing is sent. */

import { phrases } from "./phrases.js";

const find = (id) => document.getElementById(id);
const say = phrases(document);
const steps = [...find("steps").children];
let at = 0;

/** The steps, and after the last of them what one can do next. */
function show(focus) {
  const over = at === steps.length;
  steps.forEach((step, number) => { step.hidden = number !== at; });
  find("after").hidden = !over;
  find("on").hidden = over;
  find("back").disabled = at === 0;
  find("where").textContent = over ? say("walk.say_done") : say("walk.say_where", { n: at + 1, of: steps.length });
  if (focus) (over ? find("after-heading") : steps[at].querySelector("h3")).focus();
}

function go(by) {
  at = Math.min(steps.length, Math.max(0, at + by));
  show(true);
}

find("on").addEventListener("click", () => go(1));
find("back").addEventListener("click", () => go(-1));
find("going").hidden = false;
show(false);
