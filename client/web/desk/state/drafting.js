/** Openings for a private line, and texts with marked places. Pure. */

/** A place still to be filled, as the server sees one: `[what it is]`, `{name}`, or a line to write on. */
const blank = /\{[^{}]*\}|\[[^[\]]*\]|_{3,}/u;

export const styles = ["short", "warm"];

/** @returns the first place left to fill, or nothing */
export const blankIn = (text) => blank.exec(text)?.[0] ?? "";

/** Where that place stands, for a box to select it. */
export function blankRange(text) {
  const found = blank.exec(text);
  return found ? [found.index, found.index + found[0].length] : null;
}

/**
 * The openings to choose from: those used last come first.
 * @param {readonly string[]} names
 * @param {readonly string[]} used the names used, the last one first
 */
export function byUse(names, used) {
  const place = (name) => (used.includes(name) ? used.indexOf(name) : used.length + names.indexOf(name));
  return [...names].sort((one, other) => place(one) - place(other));
}

export const usedNow = (used, name) => [name, ...used.filter((other) => other !== name)].slice(0, 20);

/**
 * A text in pieces, so that marked ones can stand in a `mark`. Spans count code points.
 * @param {string} text
 * @param {readonly (readonly [number, number])[]} spans
 * @returns {{text: string, marked: boolean}[]}
 */
export function pieces(text, spans = []) {
  const points = [...text];
  const marked = new Array(points.length).fill(false);
  for (const [from, to] of spans) marked.fill(true, from, to);
  const found = [];
  points.forEach((point, at) => {
    const last = found.at(-1);
    if (last?.marked === marked[at]) last.text += point;
    else found.push({ text: point, marked: marked[at] });
  });
  return found;
}
