// The server's clock seen from here. Every answer bounds the difference between the two clocks: the server wrote its time
// after we asked and before we heard. The bounds of many answers are intersected, so the estimate tightens with use; while
// they leave zero possible the clocks are taken to agree, as machines kept by NTP do.

export class ServerClock {
  #least = -Infinity;
  #most = Infinity;

  /** An answer that carried the server's time: asked and heard are ours, `precisionMs` is how coarse the server's time is. */
  answered(askedAt, heardAt, serverAt, precisionMs = 1) {
    if (![askedAt, heardAt, serverAt].every(Number.isFinite)) return;
    this.#narrow(serverAt - heardAt, serverAt + precisionMs - askedAt);
  }

  /** An event can't be heard before it was written. */
  heard(heardAt, writtenAt) {
    if (Number.isFinite(writtenAt)) this.#narrow(writtenAt - heardAt, Infinity);
  }

  /** Milliseconds to add to our clock to have the server's. */
  get offsetMs() {
    if (this.#least > 0) return this.#least;
    if (this.#most < 0) return this.#most;
    return 0;
  }

  #narrow(least, most) {
    const low = Math.max(this.#least, least);
    const high = Math.min(this.#most, most);
    // Bounds that exclude each other mean a clock was set: what was known is forgotten.
    [this.#least, this.#most] = low <= high ? [low, high] : [least, most];
  }
}
