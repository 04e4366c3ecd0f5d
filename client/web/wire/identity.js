/**
 * Who somebody is: a secret made here, and what follows from it (PROTOCOL, "Who a member is").
 *
 * What a tab keeps, and for whom (the early script of the room reads it):
 *   sessionStorage  k.secret     the secret, base64url: a reload is the same person
 *   sessionStorage  k.<handle>   the ready `enter` frame of a room, JSON text
 *   localStorage    k.keep       the secret, only after "keep me on this device"
 * All of it is erased by leaving, and the first two when the tab closes.
 */

export const aliasCount = 16;
const secretBytes = 16;
const keyBits = 256;
const aliasBits = 64;
const salt = "kith.v1";
const utf8 = new TextEncoder();

export const newSecret = () => crypto.getRandomValues(new Uint8Array(secretBytes));

/** @param {Uint8Array} bytes */
export function base64url(bytes) {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text @returns {Uint8Array} */
export function fromBase64url(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

async function derive(bytes, info, bits) {
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8.encode(salt), info: utf8.encode(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, bits));
}

/** The key of this secret in one room of one house; 32 bytes. */
export const roomKey = (secret, house, room) => derive(secret, `room:${house}:${room}`, keyBits);

/**
 * The two words of alias number `index`, 0 to 15.
 * @param {Uint8Array} key the room key
 * @param {{first: string[], second: string[]}} lists those of the room's language
 */
export async function aliasIndexWords(key, index, lists) {
  const picks = new DataView((await derive(key, `alias:${index}`, aliasBits)).buffer);
  const first = lists.first[picks.getUint32(0) % lists.first.length];
  const second = lists.second[picks.getUint32(4) % lists.second.length];
  return `${first} ${second}`;
}

/** The secret of this tab, else the one kept on this device, else null. */
export function keptSecret() {
  const text = sessionStorage.getItem("k.secret") ?? localStorage.getItem("k.keep");
  if (!text) return null;
  try {
    const secret = fromBase64url(text);
    return secret.length === secretBytes ? secret : null;
  } catch {
    return null;
  }
}

/** Let a reload of this tab be the same person. */
export const keepInTab = (secret) => sessionStorage.setItem("k.secret", base64url(secret));

/**
 * The ready `enter` frame for a room, from the kept secret; null without one.
 * @param {{house: string, room: string, lang: string, alias?: number}} where
 */
export async function enterFrame({ house, room, lang, alias }) {
  const secret = keptSecret();
  if (!secret) return null;
  const key = base64url(await roomKey(secret, house, room));
  return JSON.stringify({ t: "enter", room, key, alias, lang });
}
