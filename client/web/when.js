// Stands at the end of pages with times: says them by the reader's own clock, which stays here.
for (const it of document.querySelectorAll("time[data-zone]")) {
  it.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(new Date(it.dateTime));
}
