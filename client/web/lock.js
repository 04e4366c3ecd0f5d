/** A lock for what lies on this device: PBKDF2 makes a key of a passphrase, AES-GCM seals with it. */

const rounds = 600_000; // what OWASP asks for with SHA-256; about a second on an old phone
const [saltBytes, ivBytes] = [16, 12];

const written = (bytes) => btoa(String.fromCharCode(...bytes));
const read = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

async function keyOf(passphrase, salt) {
  const bytes = new TextEncoder().encode(passphrase.normalize("NFC"));
  const base = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A key and its salt, kept in memory while the page is open. */
export class Lock {
  #key;
  #salt;

  constructor(key, salt) {
    this.#key = key;
    this.#salt = salt;
  }

  /** A new lock. */
  static async of(passphrase) {
    const salt = random(saltBytes);
    return new Lock(await keyOf(passphrase, salt), salt);
  }

  /** @returns {Promise<{lock: Lock, text: string} | null>} null for the wrong passphrase */
  static async open({ salt, iv, box }, passphrase) {
    const key = await keyOf(passphrase, read(salt));
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: read(iv) }, key, read(box));
      return { lock: new Lock(key, read(salt)), text: new TextDecoder().decode(plain) };
    } catch {
      return null;
    }
  }

  async seal(text) {
    const iv = random(ivBytes);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.#key, new TextEncoder().encode(text));
    return { salt: written(this.#salt), iv: written(iv), box: written(new Uint8Array(box)) };
  }
}
