/**
 * Whether somebody may still answer the one who shared: one message each, or one question in all.
 * `since` is the number after which the answers come.
 *
 * @returns {""|"done"|"asked"} why not
 */
export function answered({ lines, you }, { feedback }, since) {
  if (!feedback || feedback.of === you.id) return "";
  const answers = lines.filter(({ kind, n, by }) => kind === "said" && n > since && by !== feedback.of);
  if (feedback.wish === "question") return answers.length > 0 ? "asked" : "";
  return answers.some(({ by }) => by === you.id) ? "done" : "";
}
