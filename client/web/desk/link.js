/**
 * The line to the desk: one socket after another for as long as the page lives, also unseen.
 *
 * Somebody on shift must be reachable while they look at another tab; so unlike a member's line this
 * one comes back while the page is hidden, and sends a heartbeat by itself.
 */

const longestWaitMs = 20_000;
const firstWaitMs = 500;
const arriveMs = 20_000;
const quietMs = 35_000;
const firstBeatS = 20;

/** Signed out, not allowed, done, broken protocol: do not come back by yourself. */
export const staysAway = (code) => [1000, 1007, 1009].includes(code) || (code >= 4500 && code < 4600);

/**
 * Events: `frame` (detail is the frame), `lost`, `over` (we do not come back; detail is the code),
 * `beat` (a sign of life left).
 */
export class DeskLink extends EventTarget {
  #url;
  #socket = null;
  #live = false;
  #over = false;
  #attempt = 0;
  #notBefore = 0;
  #beatS = firstBeatS;
  #timers = { retry: 0, watch: 0, arrive: 0, beat: 0 };

  /** @param {string} url */
  constructor(url) {
    super();
    this.#url = url;
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#ended(1006));
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
  }

  get live() {
    return this.#live;
  }

  open() {
    this.#over = false;
    this.#drop();
    const socket = new WebSocket(this.#url, "kith.desk.v1");
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.#ended(code);
    this.#wait("arrive", () => this.#ended(1006), arriveMs);
  }

  /** Whether the frame left. Every act renews our claims, so the next heartbeat may wait. */
  send(frame) {
    if (!this.#live || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  close() {
    this.#over = true;
    this.#drop();
  }

  #hear(frame) {
    this.#wait("watch", () => this.#ended(1006), quietMs);
    if (frame.t === "desk") this.#arrived(frame);
    if (frame.t === "tick") this.#beat();
    if (frame.t === "bye") this.#notBefore = Date.now() + 1000 * frame.after_s;
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #arrived({ beat_s: beatS }) {
    clearTimeout(this.#timers.arrive);
    this.#live = true;
    this.#attempt = 0;
    this.#notBefore = 0;
    this.#beatS = beatS ?? firstBeatS;
    this.#beat();
  }

  #beat() {
    if (this.send({ t: "beat" })) this.dispatchEvent(new Event("beat"));
    if (this.#live) this.#wait("beat", () => this.#beat(), this.#beatS * 1000);
  }

  #wait(name, act, ms) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(act, ms);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#live = false;
    Object.values(this.#timers).forEach(clearTimeout);
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #ended(code) {
    if (!this.#socket) return;
    this.#drop();
    if (staysAway(code)) this.#over = true;
    this.dispatchEvent(new CustomEvent(this.#over ? "over" : "lost", { detail: code }));
    if (!this.#over) this.#comeBack();
  }

  /** Full jitter: not every desk in the same instant. */
  #comeBack() {
    const wait = Math.random() * Math.min(longestWaitMs, firstWaitMs * 2 ** this.#attempt);
    this.#attempt += 1;
    const told = Math.max(0, this.#notBefore - Date.now());
    this.#wait("retry", () => this.open(), told + wait);
  }

  /** Somebody looks again, or the network is back. */
  #wake() {
    if (this.#over || this.#socket || Date.now() < this.#notBefore) return;
    this.open();
  }
}
