/** What is rare has a sheet of style of its own, fetched with what it is for, so that nothing stands there without it. */

import { make } from "./log.js";

const worn = new Map();

/** @param {string} name of the sheet @returns {Promise<void>} that it is worn */
export function styled(name) {
  if (!worn.has(name)) worn.set(name, put(name));
  worn.get(name).catch(() => worn.delete(name));
  return worn.get(name);
}

function put(name) {
  const { href } = new URL(`../style/${name}.css`, import.meta.url);
  const link = make("link", { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((come, lost) => {
    link.addEventListener("load", () => come());
    link.addEventListener("error", () => {
      link.remove();
      lost(new TypeError("the sheet did not come"));
    });
  });
}
