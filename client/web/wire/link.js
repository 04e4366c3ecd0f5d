/**
 * The line to the room: one socket after another, until somebody leaves or may not come back.
 *
 * It knows when a socket is dead, when to try again, and how to enter; what the frames mean is for
 * others. It takes over the socket that the page's head opened.
 */

const longestWaitMs = 20_000;
const firstWaitMs = 500;
/** Handshake and answer, on a slow phone. */
const enterMs = 20_000;
/** How long an open socket may take to answer when we ask whether it still lives. */
const probeMs = 5_000;
const graceMs = 10_000;

/** Done, not UTF-8, too big, and the range that says so: do not come back. */
export const staysAway = (code) => [1000, 1007, 1009].includes(code) || (code >= 4500 && code < 4600);

/**
 * Events: `frame` (detail is the frame), `lost` (the socket ended, we come back by ourselves),
 * `over` (we do not; detail is `{code, refusal}`).
 */
export class Link extends EventTarget {
  #url;
  #enter;
  #socket = null;
  #live = false;
  #over = false;
  #attempt = 0;
  #heardAt = 0;
  #quietMs = 35_000;
  #notBefore = 0;
  #refusal = null;
  #retry = 0;
  #watch = 0;
  #entering = 0;
  /** Whether to come back although nobody looks at the page. */
  always;

  /**
   * @param {{url: string, enter: () => string, always?: boolean}} how where, the frame to enter
   * with now, and whether to come back although nobody looks at the page
   */
  constructor({ url, enter, always = false }) {
    super();
    this.always = always;
    this.#url = url;
    this.#enter = enter;
    addEventListener("online", () => this.#wake(true));
    addEventListener("offline", () => this.#dead());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(false));
  }

  get live() {
    return this.#live;
  }

  open() {
    clearTimeout(this.#retry);
    this.#adopt(new WebSocket(this.#url, "kith.v1"));
    this.#socket.addEventListener("open", () => this.#send(this.#enter()));
  }

  /** Take over a socket that has sent its own `enter`, and what others heard on it before. */
  takeOver(socket, frames) {
    this.#adopt(socket);
    for (const frame of frames) this.#note(frame);
    if (socket.readyState === WebSocket.CLOSED) this.#ended(socket.closed?.code ?? 1006);
  }

  /** Whether the frame left. */
  send(frame) {
    return this.#live && this.#send(JSON.stringify(frame));
  }

  /** Ask on the open socket for what follows our position: something was lost on the way. */
  again() {
    if (this.#live) this.#probe(enterMs);
  }

  /** Go for good. The server hears it if it can; nobody waits for it. */
  leave() {
    this.send({ t: "leave" });
    this.close();
  }

  close() {
    this.#over = true;
    this.#stopWaiting();
    this.#drop();
  }

  #adopt(socket) {
    this.#drop();
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.#ended(code);
    this.#expectHello(enterMs);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#live = false;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  #send(text) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  #note(frame) {
    this.#heardAt = Date.now();
    if (frame.t === "hello") this.#entered(frame);
    if (frame.t === "bye" || (frame.t === "nack" && frame.id === undefined)) this.#turnedAway(frame);
  }

  #hear(frame) {
    this.#note(frame);
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #entered({ ping_s: pingS }) {
    clearTimeout(this.#entering);
    this.#live = true;
    this.#attempt = 0;
    this.#notBefore = 0;
    this.#refusal = null;
    this.#heardAt = Date.now();
    this.#quietMs = pingS * 1000 + graceMs;
    this.#watchSilence();
  }

  #turnedAway(frame) {
    this.#refusal = frame;
    if (frame.after_s !== undefined) this.#notBefore = Date.now() + 1000 * frame.after_s;
  }

  #watchSilence() {
    clearTimeout(this.#watch);
    const left = this.#heardAt + this.#quietMs - Date.now();
    if (left <= 0) this.#dead();
    else this.#watch = setTimeout(() => this.#watchSilence(), left);
  }

  #expectHello(ms) {
    clearTimeout(this.#entering);
    this.#entering = setTimeout(() => this.#dead(), ms);
  }

  #probe(ms) {
    if (this.#send(this.#enter())) this.#expectHello(ms);
    else this.#dead();
  }

  /** The socket says nothing of it, but it is dead: do not wait for its close. */
  #dead() {
    if (this.#socket) this.#ended(1006);
  }

  #ended(code) {
    const refusal = this.#refusal;
    this.#stopWaiting();
    this.#drop();
    if (staysAway(code)) this.#over = true;
    const detail = { code, refusal };
    this.dispatchEvent(new CustomEvent(this.#over ? "over" : "lost", { detail }));
    if (!this.#over) this.#comeBack();
  }

  #stopWaiting() {
    for (const timer of [this.#retry, this.#watch, this.#entering]) clearTimeout(timer);
  }

  /** Full jitter, so that a room full of people does not come back in one instant. */
  #comeBack() {
    if (document.hidden && !this.always) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#attempt);
    this.#attempt += 1;
    const told = Math.max(0, this.#notBefore - Date.now());
    // Hidden meanwhile: whoever looks again wakes it.
    this.#retry = setTimeout(() => (document.hidden && !this.always) || this.open(), told + Math.random() * (told ? 1000 : wait));
  }

  /** Somebody looks at the page again, or the network is back. */
  #wake(networkChanged) {
    if (this.#over) return;
    const quiet = Date.now() - this.#heardAt > this.#quietMs - graceMs;
    if (this.#live && (networkChanged || quiet)) this.#probe(probeMs);
    if (this.#socket) return;
    clearTimeout(this.#retry);
    if (Date.now() >= this.#notBefore) this.open();
    else this.#comeBack();
  }
}
