/** What is rare has a sheet of its own, fetched with what it is for. */

import { make } from "./log.js";

/** @param {string} name of the sheet */
export function styled(name) {
  const { href } = new URL(`../style/${name}.css`, import.meta.url);
  document.head.append(make("link", { rel: "stylesheet", href }));
}
