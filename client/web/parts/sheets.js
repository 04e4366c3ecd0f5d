/** The two sheets in the header close as people expect: by Esc, by a press elsewhere, one at a time. */

export function closeable(sheets) {
  const open = () => sheets.filter((sheet) => sheet.open);
  document.addEventListener("pointerdown", ({ target }) => {
    for (const sheet of open()) if (!sheet.contains(target)) sheet.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const [sheet] = event.key === "Escape" ? open() : [];
    if (!sheet) return;
    sheet.open = false;
    sheet.querySelector("summary").focus();
  });
  for (const sheet of sheets) {
    sheet.addEventListener("toggle", () => {
      if (sheet.open) for (const other of open()) if (other !== sheet) other.open = false;
    });
  }
}
