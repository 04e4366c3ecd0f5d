/**
 * The bell: a sound made here (no file), the tab's title and its picture.
 *
 * A browser lets a page sound only after a tap; the test alarm at the start of a shift is that tap.
 */

import { alarmed, quiet, ring } from "../state/ringing.js";

const lookMs = 1000;
/** Two sounds, so that a second alarm is heard as one: rising, and falling twice. */
const tunes = {
  first: [[660, 0], [880, 0.22], [660, 0.44], [880, 0.66]],
  again: [[880, 0], [587, 0.18], [880, 0.5], [587, 0.68]],
};
const noteS = 0.18;
const restS = 2;
const patienceMs = 2000;

export class Bell {
  #context = null;
  #ringing = quiet;
  #cases = () => new Map();
  #icon;
  #calm;
  #title = document.title;
  #shown = 0;
  #stillUntil = 0;
  /** How often it rang. */
  rung = 0;
  #badge = document.querySelector("link[rel=icon]");

  /** @param {() => ReadonlyMap<string, object>} cases as they are now */
  constructor(cases) {
    this.#cases = cases;
    this.#calm = this.#badge.href;
    this.#icon = this.#badge.dataset.badge;
    setInterval(() => this.look(), lookMs);
  }

  /** From a tap, so that later alarms may sound. */
  async unlock() {
    this.#context ??= new AudioContext();
    // Where nothing can sound, one engine answers neither yes nor no.
    await Promise.race([this.#context.resume(), new Promise((late) => setTimeout(late, patienceMs))]);
    return this.#context.state === "running";
  }

  get unlocked() {
    return this.#context?.state === "running";
  }

  /** An alarm came. `step` chooses the sound. */
  alarm({ step, case: id }) {
    if (id) this.#ringing = alarmed(this.#ringing, id, Date.now());
    this.sound(step === "alert" || step === "test" ? "first" : "again");
  }

  /** Ring again if it is time; be still for what somebody has. */
  look() {
    const { ringing, now } = ring(this.#ringing, this.#cases(), Date.now());
    this.#ringing = ringing;
    if (now.length) this.sound("again");
  }

  sound(tune) {
    const audio = this.#context;
    if (audio?.state !== "running" || audio.currentTime < this.#stillUntil) return;
    // Many alarms at once are one sound: a chorus of them would tell nothing more.
    this.#stillUntil = audio.currentTime + restS;
    this.rung += 1;
    for (const [pitch, at] of tunes[tune]) this.#note(audio, pitch, audio.currentTime + at);
  }

  /** The tab shows how many wait. */
  show(count) {
    if (count === this.#shown) return;
    this.#shown = count;
    document.title = count ? `(${count}) ${this.#title}` : this.#title;
    this.#badge.href = count ? this.#icon : this.#calm;
  }

  #note(audio, pitch, at) {
    const [voice, loudness] = [audio.createOscillator(), audio.createGain()];
    voice.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.35, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + noteS);
    voice.connect(loudness).connect(audio.destination);
    voice.start(at);
    voice.stop(at + noteS);
  }
}
