/**
 * Other pages, from a room. To go there would lose the words in the box, which are kept nowhere
 * else: what is only to be read comes over the room, and before the others one is asked.
 */

import { button, openDialog } from "./dialog.js";
import { make } from "./log.js";
import { styled } from "./styled.js";

/** @param {HTMLAnchorElement} link what was pressed @param {Function} words */
export function goElsewhere(link, words) {
  const menu = link.closest("details");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus(); // the way back, when the dialog closes
  }
  return "read" in link.dataset ? read(link, words) : askFirst(link, words);
}

async function read({ href, textContent: heading }, words) {
  const text = make("div", { ariaBusy: "true" });
  const back = make("p", { className: "back" }, button(words("room.close"), () => dialog.close()));
  const dialog = openDialog(heading, text, back);
  const come = await Promise.all([fetched(href), styled("keys")]).then(
    ([page]) => withoutNames(page, new URL(href).hash || "#main"),
    () => [make("p", { textContent: words("room.not_done") })],
  );
  text.replaceChildren(...come);
  text.ariaBusy = "false";
}

async function askFirst({ href, textContent: heading }, words) {
  await words.seldom();
  const stay = button(words("room.forget_not"), () => dialog.close(), "button action");
  const go = make("a", { className: "button", href, textContent: heading });
  const dialog = openDialog(heading, make("p", { textContent: words("room.elsewhere_lost") }), make("p", { className: "acts" }, stay, go));
}

/** What stands under the page's heading, or in one part of it; its names for its parts may be the room's for others. */
function withoutNames(page, part) {
  const text = document.importNode(page.querySelector(part), true);
  for (const part of text.querySelectorAll("h1, noscript")) part.remove();
  for (const part of text.querySelectorAll("[id], [aria-labelledby]")) {
    part.removeAttribute("id");
    part.removeAttribute("aria-labelledby");
  }
  return [...text.childNodes];
}

/** As a document, not as a string: nothing in it runs, and no string becomes markup. */
function fetched(href) {
  return new Promise((come, lost) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", href);
    asked.responseType = "document";
    asked.addEventListener("load", () => (asked.status === 200 ? come(asked.response) : lost(new TypeError("it did not come"))));
    asked.addEventListener("error", lost);
    asked.send();
  });
}
