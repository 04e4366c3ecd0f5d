// Stands in the head of every page: the chosen colours and text size, before anything is painted.
try {
  const { theme, size } = JSON.parse(localStorage.getItem("k.settings")) ?? {};
  if (theme) document.documentElement.dataset.theme = theme;
  if (size) document.documentElement.dataset.size = size;
} catch { /* storage is closed: the device's own look it is */ }
