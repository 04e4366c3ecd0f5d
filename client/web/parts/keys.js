/** What the keyboard does in a room. Nothing here is needed to get anywhere; Tab and Enter do it all. */

const isWalked = "[data-act=about]";

/**
 * Tab reaches the button of one line, the newest; the arrow keys walk from line to line.
 * @param {import("./log.js").KithLog} log
 */
export function walkLines(log) {
  const { list } = log;
  log.addEventListener("drawn", () => list.contains(document.activeElement) || stopAtNewest(list));
  list.addEventListener("focusin", ({ target }) => target.matches(isWalked) && stopAt(list, target));
  list.addEventListener("keydown", (event) => walk(list, event));
  stopAtNewest(list);
}

const stopAtNewest = (list) => stopAt(list, [...list.querySelectorAll(isWalked)].at(-1));

function stopAt(list, button) {
  for (const other of list.querySelectorAll(`${isWalked}[tabindex="0"]`)) other.tabIndex = -1;
  if (button) button.tabIndex = 0;
}

function walk(list, event) {
  if (!event.target.matches(isWalked) || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...list.querySelectorAll(isWalked)];
  const at = buttons.indexOf(event.target);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (!buttons[to]) return;
  event.preventDefault();
  buttons[to].focus();
}

/**
 * Alt+Shift and a letter goes somewhere at once.
 * @param {Record<string, () => void>} places by key code
 * @param {() => boolean} wanted whether the person has left these keys on
 */
export function leapTo(places, wanted) {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || !wanted()) return;
    if (!places[event.code]) return;
    event.preventDefault();
    places[event.code]();
  });
}

/** Sheets close as people expect: by Esc, by a press elsewhere, and one at a time. */
export function closeable(sheets) {
  const open = () => sheets.filter((sheet) => sheet.open);
  const closeOthers = (here) => open().forEach((sheet) => (sheet.open = sheet.contains(here)));
  document.addEventListener("pointerdown", ({ target }) => closeOthers(target));
  for (const sheet of sheets) sheet.addEventListener("toggle", () => sheet.open && closeOthers(sheet));
  document.addEventListener("keydown", (event) => {
    const [sheet] = event.key === "Escape" ? open() : [];
    if (!sheet) return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
}
