/** Parts of a text that the server marked: `[start, end)` in code points, as the wire counts. */

/** How long a text is, as the wire counts. */
export const lengthOf = (text) => [...text].length;

/** The text in pieces, each marked or not; an end beyond the text is its end. */
export function pieces(text, spans) {
  const points = [...text];
  const isMarked = (at) => spans.some(([start, end]) => at >= start && at < end);
  const found = [];
  points.forEach((point, at) => {
    const marked = isMarked(at);
    if (found.at(-1)?.marked === marked) found.at(-1).text += point;
    else found.push({ text: point, marked });
  });
  return found;
}

export const withoutMarked = (text, spans) =>
  pieces(text, spans).filter((piece) => !piece.marked).map((piece) => piece.text).join("");
