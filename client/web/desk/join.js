/** Joining the crew: the invitation stands in the address's fragment and nowhere else. */

import { ask } from "./api.js";
import { make } from "./dom.js";
import { makePasskey, passkeysWork } from "./passkey.js";
import { speech } from "./speech.js";

const words = speech(document);
const find = (id) => document.getElementById(id);
const token = location.hash.slice(1);
// Whoever looks at the address, or at what this browser remembers, finds no invitation there.
history.replaceState(null, "", location.pathname + location.search);

const alert = find("alert");
const form = find("join");

function no(code) {
  alert.textContent = words.first([`desk.nack.${code}`, "desk.nack.other"]);
}

async function begin() {
  if (!passkeysWork()) return (alert.textContent = words("desk.door.no_passkeys"));
  const { ok, code, body } = await ask("join/begin", { token });
  if (!ok) return no(code);
  find("role").textContent = words.first([`desk.join.${body.role}`, "desk.join.volunteer"]);
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    join(find("name").value.trim());
  });
}

async function join(name) {
  if (!name) return find("name").focus();
  alert.textContent = "";
  find("go").disabled = true;
  const joined = await withPasskey(name);
  find("go").disabled = false;
  if (!joined) return;
  form.replaceWith(make("p", { className: "lead", textContent: words("desk.join.welcome", { name }) }));
  find("on").hidden = false;
  find("on").querySelector("a").focus();
}

/** @returns whether it is done */
async function withPasskey(name) {
  // Asked for anew each time: what it asks the browser to sign lasts only a moment.
  const begun = await ask("join/begin", { token });
  if (!begun.ok) return no(begun.code);
  const credential = await makePasskey(begun.body.options);
  if (!credential) return no("passkey_stopped");
  const { ok, code } = await ask("join/finish", { token, name, credential });
  if (!ok) no(code);
  return ok;
}

begin();
