/**
 * Where somebody is in the talk: at its newest line, or reading further up. There what is new is
 * not read aloud, and a button tells how much of it there is.
 */

export class Newest {
  #log;
  #unseen = 0;

  /** @param {import("./log.js").KithLog} log */
  constructor(log) {
    this.#log = log;
    log.newer.addEventListener("click", () => this.#go());
    log.addEventListener("arrived", ({ detail }) => this.#arrived(detail));
    const end = new IntersectionObserver(([entry]) => this.#seeEnd(entry.isIntersecting), {
      root: log.scroller,
      rootMargin: "0px 0px 60px 0px",
    });
    end.observe(log.querySelector("[data-end]"));
  }

  #go() {
    this.#log.scroller.scrollTop = 0;
    this.#log.scroller.focus({ preventScroll: true });
  }

  #arrived(count) {
    if (!this.#log.following) this.#unseen += count;
    this.#show();
  }

  #seeEnd(inSight) {
    const log = this.#log;
    const following = inSight || !log.list.firstElementChild; // nobody reads further up where nothing stands
    if (following === log.following) return;
    log.following = following;
    // A long card is shown from its beginning: whoever reads it still hears what comes.
    log.apart = !following && !log.list.lastElementChild?.classList.contains("card");
    if (following) this.#unseen = 0;
    this.#show();
    log.hush();
    log.dispatchEvent(new CustomEvent("reading", { detail: !following }));
  }

  #show() {
    const { newer, scroller, words } = this.#log;
    const focused = document.activeElement === newer;
    newer.hidden = this.#unseen === 0;
    if (this.#unseen) newer.textContent = words("room.newer", { n: this.#unseen });
    if (focused && newer.hidden) scroller.focus({ preventScroll: true });
  }
}
