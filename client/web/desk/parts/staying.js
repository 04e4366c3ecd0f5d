/** Whoever closes the tab with a case in their hands, or with words half written, is asked once more. */

import { wouldLose } from "../state/desk.js";

export class Staying {
  #page;
  #views;
  #goes = false;

  /** @param {object} page @param {Map<string, {element: HTMLElement}>} views */
  constructor(page, views) {
    this.#page = page;
    this.#views = views;
    addEventListener("beforeunload", (event) => this.#isAsked() && event.preventDefault());
  }

  /** One said oneself that one goes. */
  goes() {
    this.#goes = true;
  }

  #isAsked() {
    return !this.#goes && wouldLose(this.#page.desk, this.#isWriting());
  }

  #isWriting() {
    const boxes = [...this.#views.values()].flatMap(({ element }) => [...element.querySelectorAll("textarea")]);
    return boxes.some((box) => box.value.trim() !== "");
  }
}
