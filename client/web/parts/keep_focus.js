/** What is drawn anew takes the focus from nobody: whoever loses their button is near it still. */

const beside = () => document.getElementById("log");

/**
 * Draw, and if what had the focus is gone by it, go to what stays: no button, lest a key that was
 * just being pressed does what nobody meant.
 * @param {HTMLElement} place what is drawn
 * @param {() => void} draw
 */
export function keepingFocus(place, draw) {
  const had = place.contains(document.activeElement) ? document.activeElement : null;
  draw();
  if (!had || had.checkVisibility()) return;
  const stays = place.checkVisibility() ? place.querySelector("summary") : beside();
  stays.focus({ preventScroll: true });
}
