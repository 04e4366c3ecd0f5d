/**
 * Twelve words for a secret, and back.
 *
 * The 128 bits of the secret, first bit first, are followed by 4 check bits: the first 4 bits of
 * SHA-256(secret). The 132 bits are cut into 12 pieces of 11, each the place of a word in the
 * list of 2,048 (words.js). Read back, capital letters and extra spaces do not matter, and a
 * word that is not in the list is named; 15 of 16 mix-ups of known words show in the check bits.
 */

export const wordCount = 12;
const bitsPerWord = 11;
const secretBits = 128;
const checkBits = 4;

const bitsOf = (number, width) => number.toString(2).padStart(width, "0");

async function checkOf(secret) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", secret));
  return bitsOf(digest[0], 8).slice(0, checkBits);
}

/** @param {Uint8Array} secret @param {readonly string[]} list @returns {Promise<string[]>} */
export async function toWords(secret, list) {
  const bits = [...secret].map((byte) => bitsOf(byte, 8)).join("") + await checkOf(secret);
  const pieces = bits.match(new RegExp(`.{${bitsPerWord}}`, "g"));
  return pieces.map((piece) => list[Number.parseInt(piece, 2)]);
}

/**
 * @param {string} text what somebody typed
 * @param {readonly string[]} list
 * @returns {Promise<{secret: Uint8Array} | {fault: "count", n: number}
 *   | {fault: "unknown", n: number, word: string} | {fault: "mixed"}>}
 */
export async function fromWords(text, list) {
  const words = text.toLowerCase().split(/[\s,;.]+/).filter(Boolean);
  const places = words.map((word) => list.indexOf(word));
  const strange = places.indexOf(-1);
  if (strange >= 0) return { fault: "unknown", n: strange + 1, word: words[strange] };
  if (words.length !== wordCount) return { fault: "count", n: words.length };
  const bits = places.map((place) => bitsOf(place, bitsPerWord)).join("");
  const bytes = bits.slice(0, secretBits).match(/.{8}/g);
  const secret = Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
  if (await checkOf(secret) !== bits.slice(secretBits)) return { fault: "mixed" };
  return { secret };
}
