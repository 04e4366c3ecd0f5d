/**
 * A private talk, with a volunteer or with another member: a line of its own, in a dialog over the room.
 *
 * Closing the dialog ends nothing; the room's card opens it again. What is said here is never part
 * of the room, and goes from the screen with it.
 */

import { told, withCard } from "../state/cards.js";
import { caughtUp, outside, receive } from "../state/room.js";
import { Pending } from "../wire/pending.js";
import { Visit } from "../wire/visit.js";
import { cardRow } from "./cards.js";
import { always, button } from "./dialog.js";
import { make } from "./log.js";
import { Newest } from "./newest.js";
import { unsentRow, unsentRows } from "./unsent.js";

const volunteer = /^volunteer /;
const most = 2000;
let made = 0;

/** As the room's page says it. */
const wordOf = (place) => document.querySelector(place).textContent;

const withVolunteer = (words) => ({
  title: words("room.line_title"),
  who: words("room.talk_who"),
  write: words("room.line_write"),
  end: words("room.line_end"),
  over: "talk_ended",
});

/** One goes there under the key of the room one is in. */
function wayTo(line) {
  const enter = JSON.parse(sessionStorage.getItem(`k.${document.documentElement.dataset.handle}`));
  return { url: `${location.origin.replace("http", "ws")}/ws`, enter: { ...enter, room: line } };
}

/** Events: `over` (it has ended, for both), `new` (something was said while it was not in sight). */
export class PrivateTalk extends EventTarget {
  room = outside;
  #words;
  #dialog;
  #log;
  #box;
  #status;
  #pending;
  #visit;
  #ended = false;
  #says;
  #end;

  /**
   * @param {{line: string, words: Function, time: Function, says?: object, end?: Function}} how
   * `says` are the words of a talk that is not with a volunteer, `end` is how one ends that
   */
  constructor({ line, words, time, says = withVolunteer(words), end }) {
    super();
    this.line = line;
    this.#words = words;
    this.#says = says;
    this.#end = end ?? (() => this.#visit.leave());
    this.#build(time);
    this.#pending = new Pending((frame) => this.#visit.send(frame));
    this.#visit = new Visit(this, this.#pending, { ...wayTo(line), always: true });
    this.#listen();
    this.#visit.start(null, []);
  }

  show() {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#box.focus();
  }

  /** For `Visit`: a frame of the line, or the room it has become. */
  hear(frame) {
    this.become(told(receive(this.room, this.#named(frame))));
    if (frame.t === "lines" && !this.room.moreBefore) this.#tell("room.nothing_earlier"); // its button went away
    if (frame.t === "said" && !this.#dialog.open) this.dispatchEvent(new CustomEvent("new"));
  }

  become(room) {
    this.room = room;
    const unsent = unsentRows(this.#pending.items, room.you);
    this.#log.view = { room, unsent, caughtUp: caughtUp(room) };
  }

  /** A volunteer's first word says what they are, in the words of this page. */
  #named(frame) {
    if (frame.t !== "said" || !volunteer.test(frame.alias)) return frame;
    return { ...frame, alias: this.#words("room.line_by", { name: frame.alias.replace(volunteer, "") }) };
  }

  #build(time) {
    const words = this.#words;
    const heading = make("h2", { id: `private-heading-${(made += 1)}`, textContent: this.#says.title });
    const log = this.#log = document.createElement("kith-log");
    log.dataset.language = document.querySelector("kith-log").dataset.language;
    const paper = make("div", { className: "sheet-of-paper" },
      make("button", { type: "button", className: "button earlier", hidden: true, "data-earlier": "", textContent: wordOf("[data-earlier]") }),
      make("div", { hidden: true, "data-first": "" }, make("p")),
      make("ol"),
      make("p", { hidden: true, "data-alone": "" }),
      make("div", { "data-end": "" }));
    log.append(
      make("div", { role: "log", "aria-label": words("room.line_messages"), "aria-live": "off", tabIndex: 0 }, paper),
      make("button", { type: "button", className: "button newer", hidden: true, "data-newer": "" }),
    );
    log.builders = { ...log.builders, said: this.#says.report ? log.builders.said : plainly(log.builders.said), unsent: unsentRow, card: cardRow };
    log.speak(words, time);
    this.#status = make("p", { role: "status", className: "hint" });
    this.#dialog = make("dialog", { className: "private-talk", "aria-labelledby": heading.id },
      always(), heading, make("p", { className: "hint", textContent: this.#says.who }), log, this.#status, this.#form());
    document.body.append(this.#dialog);
    new Newest(log);
  }

  #form() {
    const words = this.#words;
    this.#box = make("textarea", { id: `private-text-${made}`, rows: 2, maxLength: 2 * most, autocomplete: "off", spellcheck: false });
    const form = make("form", {},
      make("label", { htmlFor: `private-text-${made}`, textContent: this.#says.write }),
      this.#box,
      make("p", { className: "acts" },
        make("button", { className: "button action", textContent: wordOf("#send") }),
        button(words("room.line_back"), () => this.#dialog.close()),
        button(this.#says.end, () => this.#end().then(() => this.#over()))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
    });
    this.#box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#say();
    });
    return form;
  }

  #say() {
    const text = this.#box.value;
    if (text.trim() === "") return;
    if ([...text].length > most) {
      this.#status.textContent = this.#words("room.over", { n: [...text].length - most });
      return;
    }
    this.#box.value = "";
    this.#pending.say(text);
  }

  #listen() {
    const on = (source, name, act) => source.addEventListener(name, ({ detail }) => act(detail));
    on(this.#pending, "change", () => this.become(this.room));
    on(this.#pending, "settled", () => this.#tell("room.saved"));
    on(this.#pending, "refused", (item) => this.#refused(item));
    on(this.#visit, "in", () => this.#tell(""));
    on(this.#visit, "lost", () => this.#tell("room.line_away"));
    on(this.#visit, "over", () => this.#over());
    on(this.#log, "earlier", () => this.#visit.earlier() || this.#tell("room.line_away"));
    on(this.#log, "retry", ({ item }) => this.#pending.retry(item.id));
    on(this.#log, "about", ({ item }) => this.#about(item));
    on(this.#log, "drop", ({ item }) => this.#pending.drop(item.id));
    document.addEventListener("kith:leave", () => this.#flee());
    addEventListener("pagehide", () => this.#visit.close());
  }

  /** No volunteer reads along: what is not right here, one of the two has to show them. */
  async #about(line) {
    const { openAbout } = await import("./about.js");
    openAbout(line, { words: this.#words, muted: false, duty: this.room.duty }, {
      report: (why) => this.#pending.ask({ t: "report", n: line.n, why }).then(({ t }) => this.#tell(t === "ack" ? "room.reported" : "room.not_done")),
      copy: () => navigator.clipboard.writeText(line.text).then(() => this.#tell("room.copied"), () => this.#tell("room.not_copied")),
    });
  }

  #refused({ id, code, text }) {
    this.#pending.drop(id);
    this.#box.value = [text, this.#box.value].filter(Boolean).join("\n");
    this.#tell(code === "personal_detail" || code === "bad_text" || code === "too_long" ? `room.no_${code}` : "room.no_other");
  }

  /** It is over, as the room was told. */
  ended() {
    this.#over();
  }

  /** Told by the server, or by one's own hand: whichever is first. */
  #over() {
    if (this.#ended) return;
    this.#ended = true;
    const card = this.#says.over;
    if (!this.room.lines.some((line) => line.card === card)) this.become(withCard(this.room, card));
    for (const part of this.#dialog.querySelectorAll("form > label, form > textarea, .action, .acts > :last-child")) part.hidden = true;
    this.#tell("");
    this.#dialog.addEventListener("close", () => this.#gone());
    if (!this.#dialog.open) this.#gone();
    this.dispatchEvent(new CustomEvent("over"));
  }

  #tell(key) {
    this.#status.textContent = key && this.#words(key);
  }

  #flee() {
    this.#visit.flee();
    this.#gone();
  }

  #gone() {
    this.#log.wipe();
    this.#dialog.remove();
  }
}

/** Nothing can be thanked or reported here: the one other reader is the volunteer. */
const plainly = (said) => (...args) => said(...args).slice(0, 2);
