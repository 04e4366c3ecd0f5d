/** Guests of the group: thought of, agreed to, checked, let in once. And the form to ask for one. */

import { passIn, professions } from "../state/group.js";
import { button } from "./dialog.js";
import { make } from "./log.js";

const dayMs = 24 * 3600 * 1000;
const soonest = 4; // days: three for anybody to say no, and the day of asking

/** What the group knows of its guests, each with what one may do about it. */
export function guestSection({ guests, asides, isGuest, alone }, kit) {
  const { words } = kit;
  const code = passIn(asides);
  const shown = guests.filter(({ stage }) => stage !== "left");
  return [
    make("h3", { textContent: words("group.guests") }),
    ...(shown.length ? [] : [make("p", { className: "hint", textContent: words("group.no_guests") })]),
    make("ul", { className: "held" }, ...shown.map((guest) => guestRow(guest, kit, { isGuest, alone }))),
    ...(code ? [passShown(code, kit)] : []),
  ];
}

function guestRow(guest, { words, ask, people }, { isGuest, alone }) {
  const { guest: id, profession, starts, ends, agreed, stage, isChecked, member, may } = guest;
  const made = make("li", {},
    make("p", {}, make("b", { textContent: words(`group.is_${profession}`) })),
    make("p", { className: "hint", textContent: clock.formatRange(starts, ends) }),
    make("p", { textContent: words(`group.stage_${stage}`, { when: clock.format(agreed), alias: people().get(member) ?? "" }) }));
  if (stage === "asked" && guest.coordinator) made.append(make("p", { textContent: words("group.also_coordinator") }));
  if (!isGuest && !["here", "declined", "objected"].includes(stage)) made.append(make("p", { textContent: words(isChecked ? "group.is_checked" : "group.not_checked_yet") }));
  const acts = make("p", { className: "acts" });
  for (const [what, key, done] of [
    ["checked", "group.checked", "group.was_checked"],
    ["pass", "group.make_pass", "group.pass_made"], ["away", "group.away", "group.sent_away"],
  ]) {
    if (may[what]) acts.append(Object.assign(button(words(key), () => ask({ t: "guest", guest: id, what }, done)), { name: `${what} ${id}` }));
  }
  if (may.step_out) {
    const [key, done] = alone ? ["group.may_stay", "group.stays"] : ["group.step_out_ask", "group.step_out_asked"];
    if (alone) made.append(make("p", { textContent: words("group.step_out_stands") }));
    acts.append(Object.assign(button(words(key), () => ask({ t: "alone", up: !alone }, done)), { name: "alone" }));
  }
  if (acts.firstChild) made.append(acts);
  if (may.object) made.append(sayNo(id, { words, ask }));
  return made;
}

/** A no ends it for everybody and cannot be taken back: it stands apart, and is asked about once. */
function sayNo(id, { words, ask }) {
  const said = make("div", { className: "say-no" });
  const press = (name, key, act) => Object.assign(button(words(key), act), { name: `${name} ${id}` });
  const no = press("object", "group.object", () => {
    said.replaceChildren(make("p", { textContent: words("group.object_ask") }), make("p", { className: "acts" }, back, yes));
    back.focus();
  });
  const back = press("back", "group.object_back", () => (said.replaceChildren(no), no.focus()));
  const yes = press("yes", "group.object_yes", () => ask({ t: "guest", guest: id, what: "object" }, "group.objected"));
  said.append(no);
  return said;
}

/** The link is told once, here; the pass in it never travels in an address's path. */
function passShown(code, { words }) {
  const link = new URL(document.getElementById("leave-room").href);
  link.pathname = "/guest";
  link.hash = code;
  const box = make("textarea", { readOnly: true, rows: 3, value: link.href, id: "guest-link", dir: "ltr" });
  const told = make("p", { role: "status", className: "hint" });
  const copy = () => navigator.clipboard.writeText(link.href).then(
    () => (told.textContent = words("room.copied")),
    () => (box.select(), told.textContent = words("room.not_copied")),
  );
  return make("div", { className: "card note" },
    make("p", {}, make("label", { htmlFor: box.id, textContent: words("group.pass_link") }), box),
    make("p", { className: "hint", textContent: words("group.pass_once") }),
    make("p", { className: "acts" }, Object.assign(button(words("group.copy"), copy), { name: "copy pass" })),
    told);
}

/** Built once, so that nothing typed goes when the group changes. */
export function inviteForm({ words, ask }) {
  const field = (name, key, element) => make("p", {}, make("label", { htmlFor: `invite-${name}`, textContent: words(key) }), Object.assign(element, { id: `invite-${name}`, name, required: true }));
  const what = make("select", {}, ...professions.map((one) => make("option", { value: one, textContent: words(`group.is_${one}`) })));
  const first = new Date(Date.now() + soonest * dayMs).toISOString().slice(0, 10);
  const [on, from, to] = [make("input", { type: "date", min: first, value: first }), make("input", { type: "time", value: "19:00" }), make("input", { type: "time", value: "20:00" })];
  const form = make("form", {},
    make("p", { className: "hint", textContent: words("group.invite_how") }),
    field("profession", "group.invite_who", what), field("day", "group.invite_day", on),
    field("from", "group.invite_from", from), field("to", "group.invite_to", to),
    make("p", { className: "acts" }, make("button", { className: "button action", textContent: words("group.invite_ask") })));
  const made = make("details", {}, make("summary", { textContent: words("group.invite") }), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [starts, ends] = [from, to].map(({ value }) => new Date(`${on.value}T${value}`).getTime());
    const answer = await ask({ t: "invite", profession: what.value, starts, ends: ends > starts ? ends : ends + dayMs }, "group.invited");
    if (answer.t === "ack") made.open = false;
  });
  return made;
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
