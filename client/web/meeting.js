/** A meeting's page: into one's own calendar under one's own words, and a reminder. All of it here. */

import { phrases } from "./phrases.js";

const find = (id) => document.getElementById(id);
const say = phrases(document);
const tooFar = 2 ** 31 - 1; // what a browser can wait for: about 24 days

/** Signs that mean something in a calendar's line (RFC 5545, 3.3.11). */
const escaped = (text) => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\s+/g, " ");

/** Lines of at most 75 bytes, as calendars want them; a letter is never cut (RFC 5545, 3.1). */
export function folded(line) {
  const encoder = new TextEncoder();
  const parts = [""];
  let bytes = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > 74) {
      parts.push("");
      bytes = 0;
    }
    parts[parts.length - 1] += letter;
    bytes += size;
  }
  return parts.join("\r\n ");
}

/** The calendar with one's own title, and an alarm so many minutes ahead. */
export function named(calendar, title, ahead) {
  const alarm = [
    "BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:-PT${ahead}M`, "END:VALARM", "",
  ].map(folded).join("\r\n");
  const called = calendar.replace(/^SUMMARY:.*$/gm, () => folded(`SUMMARY:${escaped(title)}`));
  return ahead ? called.replaceAll("END:VEVENT", () => `${alarm}END:VEVENT`) : called;
}

async function save(form) {
  const answer = await fetch(form.dataset.from);
  if (!answer.ok) throw new TypeError("the calendar did not come");
  const title = find("own-title").value.trim() || find("own-title").defaultValue;
  const text = named(await answer.text(), title, Number(find("ahead").value));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/calendar" }));
  link.download = "calendar.ics";
  link.click();
  URL.revokeObjectURL(link.href);
}

function startSaving(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[data-say]");
    try {
      await save(form);
      told.textContent = say("meeting.say_saved");
    } catch {
      told.textContent = say("meeting.say_not_saved");
    }
  });
  form.hidden = false;
  find("as-is").hidden = true;
}

/** Rings on this page when the meeting begins, while the page is open. */
function startReminding(section) {
  const button = find("remind-me");
  const told = section.querySelector("[data-say]");
  const title = document.title;
  let waiting = 0;
  const ring = () => {
    told.textContent = say("meeting.say_begins");
    document.title = `(1) ${title}`;
    navigator.vibrate?.([200, 100, 200]);
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", () => {
    clearTimeout(waiting);
    document.title = title;
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    told.textContent = say(on ? "meeting.say_will" : "meeting.say_not");
    if (on) waiting = setTimeout(ring, Math.max(0, new Date(section.dataset.start) - Date.now()));
  });
  section.hidden = new Date(section.dataset.start) - Date.now() > tooFar;
}

if (globalThis.document && find("own")) {
  startSaving(find("own"));
  if (find("reminding").dataset.start) startReminding(find("reminding"));
}
