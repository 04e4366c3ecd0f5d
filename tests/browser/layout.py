"""What one asks of a page as it stands on the screen."""

# Every element that reaches over the edge of the screen, or hides part of its own content.
SPILLED = """() => {
  const apart = ".skip, .sr, .again > .who, svg *, option";
  const whole = ".button, button, h1, h2, h3, summary, label, legend, dd, dt";
  const hides = (it) => {
    const { overflowX, display } = getComputedStyle(it);
    return overflowX !== "visible" || (it.matches(whole) && display !== "inline");
  };
  const cut = (it) => hides(it) && it.scrollWidth > it.clientWidth + 1;
  const over = (it) => {
    const { left, right, width } = it.getBoundingClientRect();
    return width > 0 && (left < -1 || right > innerWidth + 1);
  };
  const {documentElement: root, body} = document;
  const wide = Math.max(root.scrollWidth, body.scrollWidth) > innerWidth;
  const onScreen = (it) => it.checkVisibility({contentVisibilityAuto: true});
  const all = [...document.body.querySelectorAll("*")];
  const shown = all.filter((it) => onScreen(it) && !it.closest(apart));
  const bad = shown.filter((it) => over(it) || cut(it)).map((it) => it.outerHTML.slice(0, 160));
  return wide ? ["the page scrolls sideways", ...bad] : bad;
}"""

# In the pseudo-locale: every text outside brackets that is not a name, a number, a key or a sign.
OUTSIDE_WORDS = """() => {
  const own = "bdi, kbd, script, style, noscript, #alias, .twelve";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(own)) continue;
    let text = walker.currentNode.data;
    for (let before; before !== text;) [before, text] = [text, text.replace(/\\[[^[\\]]*\\]/g, "")];
    if (/\\p{L}/u.test(text)) found.push(text.trim());
  }
  return found;
}"""

# Whether each telephone number on the page begins at its right end.
TELEPHONES = """() => Object.fromEntries(
  [...document.querySelectorAll(".lines a[href^='tel:']")].map((link) => {
    const text = document.createTreeWalker(link, NodeFilter.SHOW_TEXT).nextNode();
    const place = (at) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    return [text.data, text.length > 1 && place(0) > place(text.length - 1)];
  }))"""

# Letters twice as large, and as they were.
LARGE = "document.documentElement.style.fontSize = '200%'"
USUAL = "document.documentElement.style.fontSize = ''"
