/**
 * Calls to this device while nobody looks at the page (Web Push), one more passkey, and the
 * end of every sign-in.
 *
 * A call has no text: only that a person needs somebody. Who carries it learns when, and the page
 * says so before it is switched on.
 */

import { ask } from "../api.js";
import { button, make } from "../dom.js";
import { makePasskey } from "../passkey.js";

const worker = "/desk/sw.js";
const scope = "/desk";

/** The one script address that may be made out of text here. */
const own = window.trustedTypes?.createPolicy("kith-desk", {
  createScriptURL(path) {
    if (path.split("?")[0] !== worker) throw new TypeError("not the desk's worker");
    return path;
  },
});

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

export class Calls {
  #page;
  #place;

  constructor(page, section) {
    this.#page = page;
    this.#place = section.querySelector("[data-calls]");
    section.querySelector("[data-passkey]").append(
      button(page.words("crew.add_passkey"), () => this.#addPasskey(), { id: "add-passkey" }));
    section.querySelector("[data-everywhere]").append(
      button(page.words("crew.sign_out_everywhere"), () => this.#signOutEverywhere(), { id: "sign-out-everywhere" }));
  }

  async renew() {
    const { words } = this.#page;
    const able = "serviceWorker" in navigator && "PushManager" in window;
    if (!able) return this.#place.replaceChildren(make("p", { className: "hint", textContent: words("crew.calls_unable") }));
    const on = await this.#subscription();
    const press = on
      ? button(words("crew.calls_stop"), () => this.#stop(on))
      : button(words("crew.calls_start"), () => this.#start(), { className: "button action" });
    this.#place.replaceChildren(make("p", { textContent: words(on ? "crew.calls_on" : "crew.calls_off") }), make("p", {}, press));
  }

  async #subscription() {
    const registered = await navigator.serviceWorker.getRegistration(scope);
    return registered?.pushManager.getSubscription() ?? null;
  }

  async #start() {
    const { ok, body } = await this.#page.ask("push");
    if (!ok) return;
    const subscribed = await this.#subscribe(body.key).catch(() => null);
    if (!subscribed) return this.#page.say("crew.calls_refused");
    const { endpoint, keys } = subscribed.toJSON();
    const told = await this.#page.change("crew.calls_now_on", "push", { endpoint, keys });
    if (!told.ok) await subscribed.unsubscribe();
    await this.renew();
  }

  async #subscribe(key) {
    const path = `${worker}${location.search}`;
    await navigator.serviceWorker.register(own?.createScriptURL(path) ?? path, { scope });
    const registered = await navigator.serviceWorker.ready; // one that is not active yet cannot be called
    return registered.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  }

  async #stop(subscribed) {
    await ask("push", { endpoint: subscribed.endpoint }, "DELETE");
    await subscribed.unsubscribe();
    await (await navigator.serviceWorker.getRegistration(scope))?.unregister();
    this.#page.say("crew.calls_now_off");
    await this.renew();
  }

  async #signOutEverywhere() {
    const { ok } = await this.#page.ask("signout/everywhere", {});
    if (ok) location.reload();
  }

  async #addPasskey() {
    const begun = await this.#page.ask("passkeys/begin", {});
    if (!begun.ok) return;
    const credential = await makePasskey(begun.body.options);
    if (!credential) return this.#page.say("desk.nack.passkey_stopped");
    await this.#page.change("crew.passkey_added", "passkeys/finish", { credential });
  }
}
