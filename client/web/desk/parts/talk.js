/**
 * The private line: an offer that the person may take or leave, and what is said on it.
 *
 * An opening is a beginning, not a letter: each has a place left to fill, and none leaves before it
 * is filled. What was typed stays in the box, also when the claim is lost.
 */

import { button, make, renew, tick } from "../dom.js";
import { mayTakeAgain } from "../state/desk.js";
import { blankIn, blankRange, byUse, styles, usedNow } from "../state/drafting.js";
import { isAboutNobody } from "../state/order.js";
import { confirmed } from "./presses.js";

const openings = ["hello", "ask", "safe", "means", "stay", "lines", "after", "end"];

export class Talk {
  #page;
  #id;
  #log = make("div", { role: "log", tabIndex: 0, className: "line" });
  #list = make("ol");
  #box;
  #send;
  #form;
  #state = make("p", { className: "hint" });
  #finish;
  #again;
  #openings = make("div", { className: "openings" });
  #mine = false;
  #talk = "";
  #alias = "";
  #drawn = "";

  constructor(page, id) {
    const { words } = page;
    this.#page = page;
    this.#id = id;
    this.#log.setAttribute("aria-label", words("desk.talk.line"));
    this.#log.append(this.#list);
    this.#box = make("textarea", { id: `write-${id}`, rows: 6, maxLength: 2000, spellcheck: false, autocomplete: "off" });
    this.#send = make("button", { className: "button action" });
    this.#form = make("form", { className: "field" },
      make("label", { htmlFor: this.#box.id, textContent: words("desk.talk.box") }),
      this.#box, make("p", {}, this.#send));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#leave();
    });
    this.#finish = confirmed(page, {
      label: words("desk.talk.finish"), question: () => words("desk.talk.finish_ask"), yes: words("desk.talk.finish"),
      act: () => page.act(id, "finish"),
    });
    this.#again = make("p", {}, button(words("desk.claim.again"), () => this.#takeAgain(), { className: "button action" }));
    this.element = make("section", { className: "part" }, make("h3", { textContent: words("desk.talk") }),
      this.#openings, this.#log, this.#state, this.#again, this.#form, this.#finish);
    this.#drawOpenings();
  }

  /** Whether something was typed that has not left. */
  get typed() {
    return this.#box.value.trim() !== "";
  }

  show(detail, mine) {
    this.#mine = mine;
    this.#talk = detail.case.talk ?? "";
    this.#alias = detail.alias ?? "";
    const line = detail.line ?? [];
    this.element.hidden = isAboutNobody(detail.case) || (!mine && !line.length && !this.typed);
    this.#form.hidden = !mine && !this.typed;
    this.#box.readOnly = !mine;
    this.#openings.hidden = !mine;
    this.#send.hidden = !mine || this.#talk === "offered";
    this.#finish.hidden = !mine || !["open", "offered"].includes(this.#talk);
    this.#again.hidden = mine || !mayTakeAgain(this.#page.desk, this.#id);
    this.#tell(this.#send, this.#talk === "open" ? "desk.talk.send" : "desk.talk.offer");
    this.#tell(this.#state, mine ? `desk.talk.${this.#talk || "none"}` : "desk.talk.kept");
    this.#drawLine(line);
  }

  #tell(element, key) {
    const text = this.#page.words(key);
    if (element.textContent !== text) element.textContent = text;
  }

  #drawLine(line) {
    this.#log.hidden = line.length === 0;
    const drawn = JSON.stringify(line);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const atEnd = this.#log.scrollTop + this.#log.clientHeight >= this.#log.scrollHeight - 40;
    if (line.length < this.#list.children.length) this.#list.replaceChildren();
    const known = this.#list.children.length;
    this.#list.append(...line.slice(known).map((said) => this.#said(said)));
    if (atEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #said({ by, at, text }) {
    const { words, clock } = this.#page;
    const name = by === "person" ? this.#alias || words("desk.talk.person") : by;
    return make("li", { className: by === "person" ? "person" : "" },
      make("p", { className: "who" }, make("bdi", { className: "name", textContent: name }), " ",
        make("time", { dateTime: new Date(at).toISOString(), textContent: clock(at) })),
      make("p", { dir: "auto", className: "words", textContent: text }));
  }

  #drawOpenings() {
    const { words, settings } = this.#page;
    const choices = styles.map((style) => tick(words(`desk.style.${style}`),
      { type: "radio", name: `style-${this.#id}`, value: style, checked: settings.style === style, "data-key": style }));
    for (const { box } of choices) box.addEventListener("change", () => this.#restyle(box.value));
    renew(this.#openings,
      make("details", { className: "fold", open: this.#openings.querySelector("details")?.open ?? false },
        make("summary", { textContent: words("desk.openings") }),
        make("fieldset", { className: "row" }, make("legend", { textContent: words("desk.style") }), ...choices.map(({ whole }) => whole)),
        make("p", { className: "choices" }, ...byUse(openings, settings.used).map((name) =>
          button(words(`desk.opening.${name}`), () => this.#begin(name), { "data-key": `o-${name}` })))));
  }

  #restyle(style) {
    this.#page.keep({ style });
    this.#drawOpenings();
  }

  #begin(name) {
    const { words, settings } = this.#page;
    const text = words(`desk.text.${name}.${settings.style}`, { name: this.#alias || words("desk.text.name") });
    this.#box.value = this.typed ? `${this.#box.value.trimEnd()}\n\n${text}` : text;
    this.#page.keep({ used: usedNow(settings.used, name) });
    this.#drawOpenings();
    this.#selectBlank();
  }

  #selectBlank() {
    this.#box.focus();
    const range = blankRange(this.#box.value);
    if (range) this.#box.setSelectionRange(...range);
  }

  /** Where one was writing when the line was lost. */
  async #takeAgain() {
    await this.#page.claim(this.#id);
    this.#box.focus();
  }

  async #leave() {
    const text = this.#box.value.trim();
    if (!text) return this.#box.focus();
    if (blankIn(text)) {
      this.#page.say("desk.nack.blank_left");
      return this.#selectBlank();
    }
    const act = this.#talk === "open" ? "write" : "offer";
    this.#send.disabled = true;
    const answer = await this.#page.act(this.#id, act, { text });
    this.#send.disabled = false;
    if (answer.t !== "ack") return;
    this.#box.value = "";
    this.#page.say(act === "offer" ? "desk.talk.asked" : "desk.talk.sent");
    this.#box.focus();
  }
}
