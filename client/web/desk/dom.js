/** Elements, made by hand: nothing of anybody's ever becomes markup. */

/** Make an element: properties or attributes, then children; nothing is no child. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

/** A button that does one thing and says it. */
export function button(text, press, properties = {}) {
  const made = make("button", { type: "button", className: "button", textContent: text, ...properties });
  made.addEventListener("click", press);
  return made;
}

/** Put new children in place of the old; focus stays on what has the same `data-key`. */
export function renew(container, ...children) {
  const here = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  container.replaceChildren(...children.filter(Boolean));
  if (here !== undefined) container.querySelector(`[data-key="${CSS.escape(here)}"]`)?.focus({ preventScroll: true });
}

let made = 0;

/** A labelled box for words. `rows` makes it a text area. */
export function field(label, { rows = 0, hint = "", ...properties } = {}) {
  const id = `f${(made += 1)}`;
  const describedBy = hint ? { "aria-describedby": `${id}-hint` } : {};
  const box = make(rows ? "textarea" : "input", {
    id, autocomplete: "off", spellcheck: false, ...(rows ? { rows } : { type: "text" }), ...describedBy, ...properties,
  });
  const whole = make("div", { className: "field" },
    make("label", { htmlFor: id, textContent: label }),
    hint && make("p", { className: "hint", id: `${id}-hint`, textContent: hint }), box);
  return { whole, box };
}

/** One choice of several, or a tick: a box and its label, large enough for a thumb. */
export function tick(label, { type = "checkbox", ...properties } = {}) {
  const id = `f${(made += 1)}`;
  const box = make("input", { type, id, ...properties });
  return { whole: make("p", { className: "tick" }, box, make("label", { htmlFor: id, textContent: label })), box };
}

/** A labelled list to choose one thing from. */
export function select(label, choices) {
  const id = `f${(made += 1)}`;
  const box = make("select", { id }, ...choices.map(([value, text]) => make("option", { value, textContent: text })));
  return { whole: make("div", { className: "field" }, make("label", { htmlFor: id, textContent: label }), box), box };
}

/** A part that folds open. */
export function fold(heading, ...children) {
  return make("details", { className: "fold" }, make("summary", { textContent: heading }), ...children);
}
