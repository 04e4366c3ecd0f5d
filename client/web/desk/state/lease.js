/**
 * How long a claim still stands: 120 s from the last act or heartbeat that left. Pure.
 *
 * While the line lives a heartbeat renews it, so the warning comes only when the line is quiet.
 */

const warnMs = 30_000;

/**
 * @param {number} renewedAt when an act or a heartbeat last left, by our clock
 * @param {number} leaseS
 * @param {number} at
 */
export function lease(renewedAt, leaseS, at) {
  const leftMs = Math.max(0, renewedAt + leaseS * 1000 - at);
  return { leftS: Math.ceil(leftMs / 1000), state: leftMs === 0 ? "over" : leftMs <= warnMs ? "ending" : "yours" };
}
