// Webhook to glass: how long after its commit an event was painted, over a sliding window and in aggregate.

/** Values of the last `spanMs`, at most `most` of them. Times come from the caller. */
export class LagWindow {
  #values = [];

  constructor(spanMs, most = 2_000) {
    this.spanMs = spanMs;
    this.most = most;
  }

  add(ms, now) {
    this.#values.push({ms, now});
    this.#forget(now);
  }

  /** {count, p50Ms, p95Ms, maxMs} of what the window holds, or `undefined` when it holds nothing. */
  summary(now) {
    this.#forget(now);
    if (this.#values.length === 0) return undefined;
    const sorted = this.#values.map((v) => v.ms).sort((a, b) => a - b);
    return {count: sorted.length, p50Ms: Math.round(rank(sorted, 0.5)), p95Ms: Math.round(rank(sorted, 0.95)),
      maxMs: Math.round(sorted.at(-1))};
  }

  clear() {
    this.#values = [];
  }

  #forget(now) {
    const from = this.#values.findIndex((v) => now - v.now <= this.spanMs);
    const old = from < 0 ? this.#values.length : from;
    const drop = Math.max(old, this.#values.length - this.most);
    if (drop > 0) this.#values.splice(0, drop);
  }
}

function rank(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** Middle value; `undefined` of nothing. */
export function median(values) {
  return values.length ? rank([...values].sort((a, b) => a - b), 0.5) : undefined;
}
