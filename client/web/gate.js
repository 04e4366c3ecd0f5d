/** The gate of a room: a name made here, the agreement, and then in. */

import {
  aliasCount, aliasIndexWords, base64url, keepInTab, keptSecret, newSecret, roomKey,
} from "./wire/identity.js";
import { phrases } from "./phrases.js";
import "./recovery.js";

const find = (id) => document.getElementById(id);
const { house, handle } = document.documentElement.dataset;
const place = find("name").dataset;
const say = phrases(document);
const againMs = 3000;

/** Who is about to go in: their secret, what it is in this room, and the name they look at. */
class Newcomer {
  #secret = null;
  #key = null;
  #lists = null;
  #index = 0;

  constructor(lists) {
    this.#lists = lists;
  }

  async become(secret, index = 0) {
    this.#secret = secret;
    this.#key = await roomKey(secret, house, place.room);
    await this.#look(index);
  }

  another() {
    return this.#look((this.#index + 1) % aliasCount);
  }

  get secret() {
    return this.#secret;
  }

  /** Let this tab be this person from now on. */
  keepInTab() {
    keepInTab(this.#secret);
  }

  /** Everything the room's page needs, in the tab; on the device only if asked for. */
  goIn({ onDevice }) {
    this.keepInTab();
    if (onDevice) localStorage.setItem("k.keep", base64url(this.#secret));
    else localStorage.removeItem("k.keep");
    const enter = {
      t: "enter",
      room: place.room,
      key: base64url(this.#key),
      alias: this.#index,
      lang: document.documentElement.lang,
      guest: passHere(),
    };
    sessionStorage.setItem(`k.${handle}`, JSON.stringify(enter));
  }

  async #look(index) {
    this.#index = index;
    find("alias").textContent = await aliasIndexWords(this.#key, index, this.#lists);
    find("which").textContent = say("gate.name_which", { n: index + 1, of: aliasCount });
  }
}

/** The alias this tab last had in this room, so that coming back to the gate changes nothing. */
function lastIndex() {
  const frame = JSON.parse(sessionStorage.getItem(`k.${handle}`) ?? "{}");
  return frame.alias ?? 0;
}

/** The pass of a guest whom this gate was named to; a room that is no business of theirs sees none. */
function passHere() {
  const { code, at } = JSON.parse(sessionStorage.getItem("k.guest") ?? "{}");
  return at === location.pathname ? code : undefined;
}

function showMissing() {
  const box = find("agree");
  box.setAttribute("aria-invalid", "true");
  const errors = find("errors");
  find("agree-error").textContent = errors.querySelector("a").textContent;
  errors.hidden = false;
  errors.focus();
}

/** The names one may have. On a bad line they come later; nobody has to load the page again for them. */
async function fetched(address) {
  for (;;) {
    try {
      const answer = await fetch(address);
      if (answer.ok) return await answer.json();
    } catch {
      // the line is lost: the same question a little later
    }
    await new Promise((soon) => setTimeout(soon, againMs));
  }
}

async function start() {
  const known = keptSecret();
  const lists = await fetched(place.names);
  const newcomer = new Newcomer(lists);
  await newcomer.become(known ?? newSecret(), known ? lastIndex() : 0);
  find("name-kept").hidden = !known;
  find("keep").checked = localStorage.getItem("k.keep") !== null;
  find("another").disabled = false;
  find("another").addEventListener("click", () => newcomer.another());
  find("gate").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!find("agree").checked) return showMissing();
    newcomer.goIn({ onDevice: find("keep").checked });
    const asked = new URLSearchParams(new FormData(find("gate")));
    return location.replace(`${find("gate").action}?${asked}`);
  });
  doWhatWasPressed();
  for (const more of document.querySelectorAll("details")) {
    more.addEventListener("toggle", () => offerWords(newcomer), { once: true });
  }
}

/** Whoever presses before there is anybody to hear it (gate.html) need not press again. */
function doWhatWasPressed() {
  window.onsubmit = null;
  const { pressed } = find("gate").dataset;
  delete find("gate").dataset.pressed;
  if (pressed !== undefined) find("gate").requestSubmit();
}

/** The list of 2,048 words comes only when somebody looks there: most people never need it. */
async function offerWords(newcomer) {
  const { WORDS } = await import("./words.js");
  const shown = document.querySelector("recovery-words");
  const typed = document.querySelector("return-words");
  for (const part of [shown, typed]) Object.assign(part, { list: WORDS, say });
  shown.secret = newcomer.secret;
  shown.addEventListener("shown", () => newcomer.keepInTab());
  typed.addEventListener("found", async ({ detail: secret }) => {
    await newcomer.become(secret);
    newcomer.keepInTab();
    shown.secret = secret;
    find("name-kept").hidden = false;
  });
  shown.start();
  typed.start();
}

/** Whether this page may remember anything at all; some people switch that off. */
function canRemember() {
  try {
    sessionStorage.setItem("k.try", "1");
    sessionStorage.removeItem("k.try");
    return true;
  } catch {
    return false;
  }
}

function refuse(why) {
  find(why).hidden = false;
  find("go").disabled = true;
}

/** Whoever goes back in the history, after leaving fast, must not come to a gate: it names its room. */
function leaveNoGateBehind() {
  for (const link of document.querySelectorAll("#try, [hreflang]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.replace(link.href);
    });
  }
}

leaveNoGateBehind();
if (!isSecureContext) refuse("not-safe");
else if (!canRemember()) refuse("no-storage");
else start();
