/**
 * Words for people, from the part of the catalogue that stands in the page (`#words`).
 * The same rules as server/web/catalogue.py: `{places}`, and plural forms chosen by `n`.
 */

/** @param {Document} page @returns {(key: string, values?: object) => string} */
export function phrases(page) {
  const entries = JSON.parse(page.getElementById("words").textContent);
  const plural = new Intl.PluralRules(page.documentElement.lang);
  const digits = new Intl.NumberFormat(page.documentElement.lang);
  const written = (value) => (typeof value === "number" ? digits.format(value) : value);
  const say = (key, values = {}) => {
    const entry = entries[key];
    const sentence = typeof entry === "string" ? entry : entry[plural.select(values.n)];
    return sentence.replace(/\{(\w+)\}/g, (_, place) => written(values[place]));
  };
  let seldom = null;
  /** What is seldom said is fetched before it is, once; resolves when it can be. */
  say.seldom = () => (seldom ??= fetched(page.documentElement.lang).then(
    (more) => void Object.assign(entries, more),
    (lost) => {
      seldom = null;
      throw lost;
    },
  ));
  return say;
}

async function fetched(language) {
  const answer = await fetch(new URL(`./seldom/${language}.json`, import.meta.url));
  if (!answer.ok) throw new TypeError("the words did not come");
  return answer.json();
}
