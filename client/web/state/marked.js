/** Text with marked parts in it, as a refusal points at them. */

const instead = "…";

/** The text in pieces, each marked or not; spans are `[start, end)` in code points. */
export function pieces(text, spans) {
  const isMarked = (at) => spans.some(([start, end]) => at >= start && at < end);
  const found = [];
  [...text].forEach((point, at) => {
    const marked = isMarked(at);
    if (found.at(-1)?.marked === marked) found.at(-1).text += point;
    else found.push({ text: point, marked });
  });
  return found;
}

export const withoutMarked = (text, spans) =>
  pieces(text, spans).filter((piece) => !piece.marked).map((piece) => piece.text).join("");

/** The text with every marked part left out, so that a reader sees that something was there. */
export const blanked = (text, spans) =>
  pieces(text, spans).map((piece) => (piece.marked ? instead : piece.text)).join("");
