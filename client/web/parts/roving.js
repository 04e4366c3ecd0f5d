/** Tab reaches the button of one line, the newest; the arrow keys walk from line to line. */

const isWalked = "[data-act=about]";

/** @param {import("./log.js").KithLog} log */
export function rove(log) {
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
