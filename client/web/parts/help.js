/** "Help now" as a dialog: everything in it is in the page already, so it opens without a network. */

/**
 * @param {HTMLDialogElement} dialog
 * @param {{words: Function, duty: () => number, need: () => void}} room
 */
export function helpDialog(dialog, { words, duty, need }) {
  dialog.querySelector("[data-back]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-need]").addEventListener("click", () => {
    // It may have been opened over another: what comes now stands in the room.
    for (const shown of document.querySelectorAll("dialog[open]")) shown.close();
    need();
  });
  return () => {
    const wait = duty() > 0 ? words("room.duty", { n: duty() }) : words("room.duty_none");
    dialog.querySelector("[data-duty]").textContent = wait;
    dialog.showModal();
    dialog.scrollTop = 0;
  };
}
