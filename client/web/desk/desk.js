/** The desk's page: the line, the state, and the parts that show it. */

import { Asking } from "./asking.js";
import { keep, kept } from "./kept.js";
import { DeskLink } from "./link.js";
import { Naming } from "./naming.js";
import { Alone } from "./parts/alone.js";
import { Around } from "./parts/around.js";
import { Bell } from "./parts/bell.js";
import { CaseView } from "./parts/case.js";
import { atTheDoor } from "./parts/door.js";
import { Ends } from "./parts/ends.js";
import { Frame } from "./parts/frame.js";
import { Going } from "./parts/going.js";
import { Leaving } from "./parts/leaving.js";
import { Limits } from "./parts/limits.js";
import { Messages } from "./parts/messages.js";
import { Notes } from "./parts/notes.js";
import { Queue } from "./parts/queue.js";
import { Shift } from "./parts/shift.js";
import { Staying } from "./parts/staying.js";
import { Talk } from "./parts/talk.js";
import { Together } from "./parts/together.js";
import { Told } from "./parts/told.js";
import { Watch } from "./parts/watch.js";
import { speech } from "./speech.js";
import { away, claimed, leaves, opened, receive, refusedAs, settled, stays } from "./state/desk.js";
import { lease } from "./state/lease.js";
import { isNow } from "./state/order.js";
import { begun, took } from "./state/rest.js";
import { roomOf } from "./state/together.js";

const find = (id) => document.getElementById(id);
const inCase = [Messages, Around, Talk, Notes, Limits, Leaving];
const lookMs = 1000;

class DeskPage {
  desk = away;
  settings = kept();
  words = speech(document);
  naming = new Naming(this.words);
  told = new Told(this.words);
  bell = new Bell(() => this.desk.cases);
  now = () => Date.now() + this.desk.skew;
  #watch = new Watch(this);
  #link = new DeskLink(`${location.origin.replace("http", "ws")}/desk/ws`);
  #ends = new Ends(this, () => this.#link.open());
  #asking = new Asking((frame) => this.#link.send(frame));
  #views = new Map();
  staying = new Staying(this, this.#views);
  #renewedAt = 0;
  #frame = 0;
  /** What one asked to be spared when the shift began; nothing while there is none. */
  spared = null;

  constructor() {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    this.clock = (at) => clock.format(at - this.desk.skew);
    this.day = (at) => day.format(at - this.desk.skew);
    this.queue = new Queue(this, find("queue"));
    this.alone = new Alone(this, find("alone"));
    this.shift = new Shift(this, { start: find("start"), rest: find("rest"), after: find("after"), sound: find("sound") }, new Going(this, find("going")));
    this.frame = new Frame(this);
    this.#link.addEventListener("frame", ({ detail }) => this.#hear(detail));
    this.#link.addEventListener("beat", () => (this.#renewedAt = Date.now()));
    this.#link.addEventListener("lost", () => this.#lost());
    this.#link.addEventListener("over", ({ detail }) => this.#ends.over(detail));
    setInterval(() => this.#look(), lookMs);
  }

  /** Come to the desk, as soon as somebody is signed in. */
  async come() {
    const you = await atTheDoor(find("door"), this.words, (key) => this.say(key));
    this.frame.signedIn(you);
    this.#link.open();
  }

  say(key, values) {
    this.told.say(key, values);
  }

  keep(change) {
    this.settings = keep(change);
    this.draw();
  }

  become(desk) {
    if (desk === this.desk) return; // an alarm, a pulse, an answer: nothing to draw
    this.desk = desk;
    this.draw();
  }

  draw() {
    this.#frame ||= requestAnimationFrame(() => this.drawNow());
    // A tab nobody sees is painted never, and still has to show what it knows.
    if (document.hidden) this.drawNow();
  }

  drawNow() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.desk = settled(this.desk);
    this.queue.show();
    this.alone.show();
    this.shift.show();
    this.frame.show();
    this.#views.get(this.desk.open)?.show();
    this.#watch.show();
  }

  /** @returns the answer; why not is said aloud */
  async ask(frame) {
    const answer = await this.#asking.ask(frame);
    if (answer.t === "ack") this.#renewedAt = Date.now();
    else this.told.no(answer);
    return answer;
  }

  /** An act under my claim. One that comes too late finds out who has the case. */
  async act(id, t, fields = {}) {
    const fence = this.desk.held.get(id);
    if (fence === undefined) return { t: "nack", code: "stale_lease" };
    const answer = await this.ask({ t, case: id, fence, ...fields });
    if (answer.code === "stale_lease") this.become(refusedAs(this.desk, id, answer.by));
    return answer;
  }

  /** An act that ends my claim. */
  async letGo(id, t, fields, done = `desk.${t}_done`) {
    this.become(leaves(this.desk, id));
    const answer = await this.act(id, t, fields);
    if (answer.t === "nack") this.become(stays(this.desk, id));
    else this.say(done);
    return answer;
  }

  /** The duty lead is called for all that is mine. */
  leavesAll() {
    this.become([...this.desk.held.keys()].reduce(leaves, this.desk));
  }

  async claim(id) {
    const answer = await this.ask({ t: "claim", case: id });
    if (answer.t !== "ack") return;
    this.#took(id);
    this.become(claimed(this.desk, id, answer.fence));
    this.told.still();
    this.say("desk.claimed");
  }

  /** A case of mine that a lost line gave away is no new one. */
  #took(id) {
    const item = this.desk.cases.get(id);
    const isSevere = Boolean(item) && isNow(item) && !this.desk.lost.has(id);
    this.keep({ shift: took(this.settings.shift ?? begun(Date.now()), isSevere) });
  }

  async sign(id) {
    const answer = await this.ask({ t: "sign", case: id });
    if (answer.t === "ack") this.say("desk.signed");
  }

  lease = () => lease(this.#renewedAt, this.desk.leaseS, Date.now());

  /** The line was quiet: try it now. */
  keepClaims() {
    if (!this.#link.send({ t: "beat" })) this.#link.open();
    else this.#renewedAt = Date.now();
    this.draw();
  }

  /** Look at a case. */
  open(id) {
    if (!this.#views.has(id)) this.#views.set(id, this.#view(id));
    const view = this.#views.get(id);
    this.become(opened(this.desk, id));
    this.frame.place(view.element);
    this.drawNow();
    view.focus();
    this.look(id);
  }

  #view(id) {
    return roomOf(id) ? new Together(this, id) : new CaseView(this, id, inCase.map((Part) => new Part(this, id)));
  }

  /** Ask for the detail of a case, or of what stands together in a room. */
  look(id) {
    const room = roomOf(id);
    this.ask(room ? { t: "glance", room } : { t: "look", case: id });
  }

  /** The case is closed: nothing of it stays on the screen, unless one likes it otherwise. */
  closed(id) {
    this.#views.delete(id);
    if (!this.settings.calm) return;
    this.become(opened(this.desk, ""));
    this.frame.rest();
  }

  /** @param {{noS1: boolean, noChildren: boolean}} spared */
  began(spared) {
    this.spared = spared;
    this.keep({ shift: begun(Date.now()) });
    this.#watch.begin();
  }

  ended() {
    this.spared = null;
    this.keep({ shift: null });
    this.told.still();
    this.say("desk.shift.ended");
  }

  #hear(frame) {
    this.#asking.hear(frame);
    this.#ends.heard(frame);
    const before = this.desk;
    this.become(receive(this.desk, frame, Date.now()));
    if (frame.t === "alarm" && frame.step === "test") this.shift.alarmed();
    if (frame.t === "desk") this.#back();
    this.#watch.heard(frame, before);
  }

  /** At the desk again: as it was before the line was lost. */
  #back() {
    if (this.spared && !this.desk.onShift) this.#goOn();
    else if (this.desk.onShift) this.spared ??= this.settings; // loaded anew in the middle of a shift
    if (this.desk.open) this.look(this.desk.open);
  }

  /** The shift goes on: the test alarm was heard on this very page. */
  #goOn() {
    this.ask({ t: "shift", on: true });
  }

  #lost() {
    this.#asking.lost();
    this.#ends.lost();
  }

  #look() {
    this.bell.look();
    this.shift.offerRest();
    if (this.desk.held.has(this.desk.open)) this.#views.get(this.desk.open)?.show();
  }
}

new DeskPage().come();
