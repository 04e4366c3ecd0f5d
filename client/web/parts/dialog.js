/** A native dialog made when it is needed: labelled, closed by Esc, focus goes back by itself. */

import { make } from "./log.js";

let made = 0;

/** Help and the way out: a dialog covers those of the page. */
export const always = () => document.querySelector(".top .always").cloneNode(true);

/**
 * @param {string} heading
 * @param {Node[]} content
 * @returns {HTMLDialogElement} already open; gone from the page once it is closed
 */
export function openDialog(heading, ...content) {
  const id = `dialog-${(made += 1)}`;
  // The words have the focus first: nobody presses the way out because it stands on top.
  const title = make("h2", { id, textContent: heading, tabIndex: -1, autofocus: true });
  const dialog = make("dialog", { "aria-labelledby": id }, always(), title, ...content);
  const opener = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The line may have been drawn anew meanwhile; then the talk itself is the way back.
    if (!opener?.isConnected) document.querySelector("[role=log]").focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A button that does one thing and says it. */
export function button(text, press, className = "button") {
  const made = make("button", { type: "button", className, textContent: text });
  made.addEventListener("click", press);
  return made;
}
