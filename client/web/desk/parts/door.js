/** The door of the desk: who is signed in, and signing in with a passkey. */

import { ask } from "../api.js";
import { button, make } from "../dom.js";
import { passkeysWork, usePasskey } from "../passkey.js";

/**
 * Resolves to who is signed in, as soon as somebody is.
 * @param {HTMLElement} section where to sign in
 * @param {Function} words
 * @param {(key: string) => void} say
 * @returns {Promise<{id: string, name: string, role: string}>}
 */
export async function atTheDoor(section, words, say) {
  const { ok, code, body } = await ask("me");
  if (ok && body.you) return body.you;
  section.hidden = false;
  if (!ok && code !== "not_signed_in") say(`desk.nack.${code}`);
  if (!passkeysWork() || (body.domain && !isOurs(body.domain))) {
    section.append(wrongPlace(words, body));
    return new Promise(() => {});
  }
  return new Promise((resolve) => {
    const press = button(words("desk.door.in"), async () => {
      press.disabled = true;
      const you = await signIn(say);
      press.disabled = false;
      if (you) resolve(you);
    }, { className: "button action large", id: "sign-in" });
    section.append(make("p", {}, press));
  }).finally(() => (section.hidden = true));
}

const isOurs = (domain) => location.hostname === domain || location.hostname.endsWith(`.${domain}`);

/** A passkey belongs to one address; at another one it cannot be used. */
function wrongPlace(words, { at = "" }) {
  if (!passkeysWork()) return make("p", { className: "card note", textContent: words("desk.door.no_passkeys") });
  const link = make("a", { textContent: `${at}/desk` });
  if (at.startsWith("https:") || at.startsWith("http:")) link.href = `${at}/desk`;
  return make("p", { className: "card note" }, words("desk.door.elsewhere"), " ", link);
}

async function signIn(say) {
  const begun = await ask("signin/begin", {});
  if (!begun.ok) return say(`desk.nack.${begun.code}`);
  const credential = await usePasskey(begun.body.options);
  if (!credential) return say("desk.door.stopped");
  const { ok, code, body } = await ask("signin/finish", { credential });
  return ok ? body.you : say(`desk.nack.${code}`);
}
