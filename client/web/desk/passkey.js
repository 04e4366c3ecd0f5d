/** Passkeys: the server's options into what the browser wants, and the browser's answer back. */

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

export const passkeysWork = () => "credentials" in navigator && "PublicKeyCredential" in window;

/** @returns a new passkey as JSON, or null if the person or the browser said no */
export async function makePasskey(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!made) return null;
  const { clientDataJSON, attestationObject } = made.response;
  return asJson(made, {
    clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

/** @returns the signed answer as JSON, or null if the person or the browser said no */
export async function usePasskey(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!found) return null;
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return asJson(found, {
    clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const asJson = (credential, response) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? null,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});
