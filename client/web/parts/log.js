/**
 * The talk: one list, drawn in one go per frame of the screen, never measured.
 *
 * `view` goes in; out come `about` and other acts on a line, `earlier`, `arrived` (how many lines of
 * others), `drawn`, and from newest.js `reading` (whether somebody has scrolled up). The scroller
 * runs bottom to top (style/room.css): the browser itself keeps the newest line in sight, and the
 * place of somebody who reads further up.
 */

const togetherMs = 5 * 60 * 1000;
const bulk = 10;
const settleMs = 300;

/** Make an element: properties or attributes, then children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export class KithLog extends HTMLElement {
  /** Builders by kind of row; later parts add theirs. */
  builders = { said: saidRow, hidden: noteRow, gone: noteRow, gap: noteRow, missed: noteRow };
  /** Too much comes to read it all aloud. */
  busy = false;
  /** For newest.js to say: whether the newest line is in sight, and whether somebody reads apart from it. */
  following = true;
  apart = false;
  #words = (key) => key;
  #time = String;
  #view = null;
  #filled = false;
  #frame = 0;
  #rows = new Map();
  #settling = 0;

  connectedCallback() {
    const find = (name) => this.querySelector(name);
    this.scroller = find("[role=log]");
    this.list = find("ol");
    this.before = find("[data-earlier]");
    this.newer = find("[data-newer]");
    this.first = find("[data-first]");
    this.alone = find("[data-alone]");
    this.before.addEventListener("click", () => this.#askForEarlier());
    this.list.addEventListener("click", (event) => this.#pressed(event));
  }

  /** @param {Function} words @param {(at: number) => string} time */
  speak(words, time) {
    this.#words = words;
    this.#time = time;
  }

  get words() {
    return this.#words;
  }

  get time() {
    return this.#time;
  }

  /** @param {{room: object, unsent: readonly object[], caughtUp: boolean}} view */
  set view(view) {
    this.#view = view;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** Draw every row anew: there are new builders. */
  redraw() {
    for (const row of this.#rows.values()) row.item = null;
    if (this.#view) this.view = this.#view;
  }

  /** Drop every word from the page. */
  wipe() {
    cancelAnimationFrame(this.#frame);
    this.#view = null;
    this.#rows.clear();
    this.list.replaceChildren();
  }

  /** Whether additions are read aloud: never a bulk, never to somebody who reads further up. */
  hush() {
    if (this.#settling) return;
    const aloud = this.#filled && !this.apart && !this.busy;
    this.scroller.setAttribute("aria-live", aloud ? "polite" : "off");
  }

  #draw() {
    this.#frame = 0;
    if (!this.#view) return;
    const { room, unsent, caughtUp } = this.#view;
    const standing = new Set(room.lines.map((line) => line.key));
    const all = [...room.lines, ...unsent.filter((item) => !standing.has(item.key))];
    const items = all.filter((item) => this.builders[item.kind]);
    const fresh = items.filter((item) => !this.#rows.has(item.key) && (item.kind === "card" || (item.kind === "said" && !item.mine)));
    const above = this.#rows.size > 0 && fresh.includes(items[0]);
    if (!this.#filled || above || fresh.length > bulk) this.#settle();
    const card = this.following && items.at(-1)?.kind === "card" && fresh.includes(items.at(-1));
    this.#place(items, room);
    // A long card is read from its beginning; only help lines move the page itself.
    if (card) this.list.lastElementChild.scrollIntoView({ block: "start", container: this.list.querySelector(":scope > :last-child .numbers") ? "all" : "nearest" });
    if (this.#filled && !above && fresh.length > 0) this.#tell("arrived", fresh.length);
    this.#filled ||= caughtUp;
    this.#surround(room, items, caughtUp);
    this.#tell("drawn");
  }

  /** One pass over the list; what has not changed is not touched. */
  #place(items, room) {
    const active = document.activeElement?.closest("li[data-key]")?.dataset.key;
    const keys = new Set(items.map((item) => item.key));
    // Rows that go, go first: one left standing at the top would have every other row put in again.
    for (const [key, { li }] of this.#rows) if (!keys.has(key)) this.#remove(key, li);
    let cursor = this.list.firstElementChild;
    let previous = null;
    for (const item of items) {
      const li = this.#row(item, room.muted.has(item.by));
      li.classList.toggle("again", isAgain(previous, item));
      if (li === cursor) cursor = cursor.nextElementSibling;
      else this.list.insertBefore(li, cursor);
      previous = item;
    }
    if (active && !keys.has(active)) this.scroller.focus({ preventScroll: true });
  }

  #remove(key, li) {
    li.remove();
    this.#rows.delete(key);
  }

  #row(item, muted) {
    const known = this.#rows.get(item.key);
    if (known?.item === item && known.muted === muted) return known.li;
    const li = known?.li ?? make("li");
    const act = li.contains(document.activeElement) && document.activeElement.dataset.act;
    li.dataset.key = item.key;
    li.className = `row ${item.kind}${item.mine ? " mine" : ""}`;
    // One's own words are told by the status line, once; a card is read once.
    if (item.mine || (known && item.kind === "card")) li.setAttribute("aria-live", "off");
    li.replaceChildren(...this.#built(item, muted));
    if (act) li.querySelector(`[data-act="${act}"]`)?.focus({ preventScroll: true });
    this.#rows.set(item.key, { item, li, muted });
    return li;
  }

  /** One row that cannot be drawn takes no other with it: the one below may be the help card. */
  #built(item, muted) {
    try {
      return this.builders[item.kind](item, this, muted);
    } catch (fault) {
      setTimeout(() => {
        throw fault;
      });
      return [];
    }
  }

  #surround(room, items, caughtUp) {
    const silent = !items.some((item) => item.kind === "said" || item.kind === "unsent");
    const nobodyElse = room.people.size + room.others < 2;
    const lead = this.first.firstElementChild;
    const greeting = this.#words(nobodyElse ? "room.first_alone" : "room.first_quiet");
    if (lead.textContent !== greeting) lead.textContent = greeting;
    this.first.hidden = !caughtUp || !silent;
    this.alone.hidden = !caughtUp || silent || !nobodyElse;
    this.scroller.setAttribute("aria-busy", String(!caughtUp));
    if (!room.moreBefore && document.activeElement === this.before) this.scroller.focus();
    this.before.hidden = !room.moreBefore;
  }

  /** The region is off until the accessibility tree has the bulk. */
  #settle() {
    clearTimeout(this.#settling);
    this.scroller.setAttribute("aria-live", "off");
    this.#settling = setTimeout(() => {
      this.#settling = 0;
      this.hush();
    }, settleMs);
  }

  #askForEarlier() {
    this.#settle();
    this.#tell("earlier");
  }

  #pressed(event) {
    const button = event.target.closest("[data-act]");
    const item = button && this.#rows.get(button.closest("li")?.dataset.key)?.item;
    if (item) this.#tell(button.dataset.act, { item, opener: button });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const isTalk = (item) => item?.kind === "said" || item?.kind === "unsent";

/** Words that did not go say so under a name of their own; those on their way, beside themselves. */
const isAgain = (previous, item) =>
  !item.code && isTalk(previous) && isTalk(item) && previous.by === item.by && item.at - previous.at < togetherMs;

function saidRow(line, { words, time, dataset: { language: lang } }, muted) {
  const name = line.mine ? { textContent: words("room.own") } : { textContent: line.alias, lang };
  const who = make("div", { className: "who" }, make("b", {}, make("bdi", name)));
  who.append(" ", make("time", { dateTime: new Date(line.at).toISOString(), textContent: time(line.at) }));
  if (line.kept) who.append(" ", make("span", { className: "kept", textContent: words(`room.${line.kept}`) }));
  const shown = muted ? { className: "quiet", textContent: words("room.muted") } : { dir: "auto", lang, textContent: line.text };
  const text = make("p", shown);
  const about = { type: "button", className: "about", "data-act": "about", tabIndex: -1, "aria-haspopup": "dialog" };
  return [who, text, make("button", about, make("span", { className: "sr", textContent: words("room.about") }))];
}

/** What stands where words were, or where they are missing. */
const noteRow = ({ kind }, { words }) => [make("p", { className: "quiet", textContent: words(`room.${kind}`) })];

customElements.define("kith-log", KithLog);
