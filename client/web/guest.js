/** A guest's page: takes the pass out of the address, asks what it opens, and carries it to the gate. */

import { phrases } from "./phrases.js";

const find = (id) => document.getElementById(id);
const say = phrases(document);
const kept = "k.guest";
const againMs = 3000;

/** The pass of this link, else the one this tab came with; nothing of it stays in the history. */
function passHere() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code) return JSON.parse(sessionStorage.getItem(kept) ?? "{}").code ?? "";
  sessionStorage.setItem(kept, JSON.stringify({ code })); // before anybody is asked: the line may be lost
  history.replaceState(null, "", location.pathname + location.search);
  return code;
}

async function asked(code) {
  const answer = await fetch(find("pass").dataset.at, { method: "POST", body: new URLSearchParams({ code }) });
  if (!answer.ok) throw new TypeError("nobody answered");
  return answer.json();
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });

async function start() {
  find("pass").hidden = false;
  const code = passHere();
  const { state, starts, ends, at } = code ? await asked(code) : { state: "unknown" };
  find("pass").textContent = say(`guest.${state}`, starts ? { when: clock.formatRange(starts, ends) } : {});
  if (state !== "open" && state !== "used") return;
  sessionStorage.setItem(kept, JSON.stringify({ code, at: new URL(at, location.origin).pathname }));
  find("go").href = at;
  find("go").hidden = false;
}

function again() {
  start().catch(() => {
    find("pass").textContent = say("guest.away");
    setTimeout(again, againMs);
  });
}

again();
