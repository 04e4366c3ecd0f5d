/** "More about this message": what one person can do about another's words, or their own. */

import { button, openDialog } from "./dialog.js";
import { make } from "./log.js";

const reasons = ["worried", "details", "attack", "selling", "other"];

/**
 * @param {object} line
 * @param {{words: Function, muted: boolean, duty: number}} now
 * @param {{mute?: Function, thank?: Function, report: Function, copy: Function}} acts
 */
export function openAbout(line, { words, muted, duty }, acts) {
  const quote = make("blockquote", { dir: "auto", textContent: line.text });
  const who = make("p", {}, make("b", {}, make("bdi", { textContent: line.alias })));
  const choices = make("div", { className: "choices" });
  const dialog = openDialog(words("room.about_heading"), who, muted ? "" : quote, choices);
  words.seldom().catch(() => {}); // for the second step, while somebody reads the first
  const offer = (key, act, note = "") => {
    const press = () => {
      dialog.close();
      act();
    };
    choices.append(button(words(key), press), note && make("p", { className: "hint", textContent: words(note) }));
  };
  const ask = () => words.seldom().then(
    () => choices.replaceChildren(...reportForm(words, duty, dialog, acts.report)),
    () => choices.replaceChildren(make("p", { textContent: words("room.not_done") }), button(words("room.close"), () => dialog.close())),
  );
  if (!line.mine) {
    if (acts.thank) offer("room.thank", acts.thank, "room.thank_why");
    if (acts.mute) offer(muted ? "room.unmute" : "room.mute", acts.mute, muted ? "" : "room.mute_why");
    choices.append(button(words("room.report"), ask));
  }
  offer("room.copy", acts.copy);
  choices.append(button(words("room.close"), () => dialog.close()));
}

/** The second step: why; then a volunteer is asked, and nobody is told who asked. */
function reportForm(words, duty, dialog, report) {
  const form = make("form", { method: "dialog" });
  const group = make("fieldset", {}, make("legend", { textContent: words("room.report_why") }));
  for (const why of reasons) group.append(choice(why, words(`room.why_${why}`)));
  const told = words(duty > 0 ? "room.report_duty" : "room.report_later");
  form.append(
    group,
    make("p", { className: "hint", textContent: told }),
    make("p", { className: "acts" },
      make("button", { className: "button action", textContent: words("room.report_send") }),
      button(words("room.close"), () => dialog.close())),
  );
  form.addEventListener("submit", () => report(new FormData(form).get("why")));
  return [form];
}

function choice(why, text) {
  const input = make("input", { type: "radio", name: "why", value: why, id: `why-${why}`, required: true });
  return make("p", { className: "tick" }, input, " ", make("label", { htmlFor: input.id, textContent: text }));
}
