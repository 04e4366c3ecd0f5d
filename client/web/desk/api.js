/** What the desk's pages ask over HTTP: JSON in, JSON out, and a code where the answer is no. */

const usual = { credentials: "same-origin", cache: "no-store", redirect: "error" };

/**
 * @returns {Promise<{ok: boolean, code: string, body: any}>} never throws: away is an answer, too
 */
export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  try {
    const answer = await fetch(`/desk/api/${path}`, { ...usual, ...sent, method });
    const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    return { ok: answer.ok, code: answer.ok ? "" : told.code ?? "unavailable", body: told };
  } catch {
    return { ok: false, code: "away", body: {} };
  }
}
