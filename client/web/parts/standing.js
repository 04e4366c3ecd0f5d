/** Lines between two members: each a talk of its own, over the room, that either of the two ends. */

import { PrivateTalk } from "./private.js";

export class Standing {
  #kit;
  #talks = new Map();

  constructor(kit) {
    this.#kit = kit;
  }

  /** Look at a line; who was asked says yes by it. */
  open({ line, alias }) {
    const { words, page, status } = this.#kit;
    let talk = this.#talks.get(line);
    if (!talk) {
      const says = {
        title: words("group.line_title", { alias }),
        who: [words("group.line_who"), words("group.line_away")].join(" "),
        write: words("group.line_write", { alias }),
        end: words("group.line_end"),
        over: "line_over",
        report: true,
      };
      const end = () => this.#kit.ask({ t: "sponsor", what: "end", line });
      talk = new PrivateTalk({ line, words, time: page.time, says, end });
      talk.addEventListener("over", () => this.#talks.delete(line));
      talk.addEventListener("new", () => status.say("group.line_new", { alias }));
      this.#talks.set(line, talk);
    }
    talk.show();
  }

  /** The server says that it is over. */
  over(line) {
    this.#talks.get(line)?.ended();
  }
}
