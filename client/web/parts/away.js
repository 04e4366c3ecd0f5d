/** Tell whoever asks that the line is lost, once that is more than a moment, and that it is back. */

const momentMs = 3_000;

/** @param {EventTarget} visit @param {(away: boolean) => void} tell */
export function whileAway(visit, tell) {
  let soon = 0;
  visit.addEventListener("lost", () => (soon ||= setTimeout(() => tell(true), momentMs)));
  visit.addEventListener("in", () => {
    clearTimeout(soon);
    soon = 0;
    tell(false);
  });
}
