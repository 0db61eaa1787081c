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

/** After a break the calls' news of it need so long to arrive. */
const CATCHING_UP_MS = 1_500;

/** The time up to which a page knows how things stand: it stands still while a line is broken. What was not heard of is not silent. */
export class HeldClock {
  #heldAt;
  #heldUntil = 0;
  #wasLive = false;

  /**
   * @param now the server's time
   * @param live whether all lines are
   * @param heardAgoMs for how long nothing was heard of the quieter one
   */
  at(now, live, heardAgoMs) {
    if (live) {
      this.#wasLive = true;
      if (now >= this.#heldUntil) this.#heldAt = undefined;
    } else if (this.#wasLive) {
      this.#heldAt ??= now - heardAgoMs;
      this.#heldUntil = now + CATCHING_UP_MS;
    }
    return this.#heldAt ?? now;
  }
}
