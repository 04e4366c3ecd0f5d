/** What a volunteer's own device keeps: choices and how long the shift is, nothing of anybody's. */

const key = "k.desk";
const usual = { noS1: false, noChildren: false, atOnce: false, calm: true, keys: true, style: "short", used: [], shift: null };

export function kept() {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(key)) };
  } catch {
    return { ...usual }; // storage is closed: the usual it is
  }
}

export function keep(change) {
  const now = { ...kept(), ...change };
  try {
    localStorage.setItem(key, JSON.stringify(now));
  } catch { /* storage is closed: until the page ends it is as chosen */ }
  return now;
}
