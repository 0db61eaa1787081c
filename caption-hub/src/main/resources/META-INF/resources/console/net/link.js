// A line to the server that is never silently dead: it reconnects by the rules of model/reconnect.js, and it says at any
// moment whether what the page shows is live. The two kinds of line (lobby, captions) say how to open and close theirs.

import {afterRefusal, wait} from '../model/reconnect.js';

const WATCH_MS = 1_000;

/**
 * Phases: `idle` → `connecting` → `live` ⇄ `stale` → `waiting` → `connecting` …, or `stopped` (why is in `told`).
 * Events: `phase`. Times of `retryAt` and `heardAt` are this machine's.
 */
export class Link extends EventTarget {
  phase = 'idle';
  told = '';
  retryAt = undefined;
  heardAt = 0;
  #attempt = 0;
  #timer;
  #watch;
  #generation = 0;
  #wake = () => this.#awake();

  /** Subclass: opens the line; calls `heard` and `lost` with the generation it was given. Rejects with a Refusal. */
  async connect(generation) {
    throw new Error(`not able to connect ${generation}`);
  }

  /** Subclass: closes whatever `connect` opened. */
  disconnect() {}

  /** Subclass: silence that makes the line doubtful, and silence that breaks it, in milliseconds. */
  bounds() {
    return {staleAfterMs: Infinity, dropAfterMs: Infinity};
  }

  /** Subclass: called every second while live, to ask for a sign of life. */
  quiet(_silentMs) {}

  start() {
    if (this.phase !== 'idle' && this.phase !== 'stopped') return;
    this.#attempt = 0;
    globalThis.addEventListener('online', this.#wake);
    globalThis.document?.addEventListener('visibilitychange', this.#wake);
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    this.#open();
  }

  stop() {
    this.#end('idle', '');
  }

  /** Now, instead of when the wait is over. */
  retry() {
    if (this.phase === 'waiting') this.#open();
    else if (this.phase === 'stopped') this.start();
  }

  isCurrent(generation) {
    return generation === this.#generation;
  }

  /** Something arrived, were it only a comment. */
  heard() {
    this.heardAt = Date.now();
    this.#attempt = 0;
    if (this.phase !== 'live') this.#enter('live', '');
  }

  /** The line is gone, and what that means. */
  lost(verdict) {
    this.#generation++;
    this.disconnect();
    if (!verdict.again) {
      this.#end('stopped', verdict.told);
      return;
    }
    const ms = wait(verdict, this.#attempt++, Math.random());
    this.retryAt = Date.now() + ms;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), ms);
    this.#enter('waiting', verdict.told);
  }

  async #open() {
    clearTimeout(this.#timer);
    const generation = ++this.#generation;
    this.retryAt = undefined;
    this.heardAt = Date.now();
    this.#enter('connecting', this.told);
    try {
      await this.connect(generation);
    } catch (failure) {
      if (this.isCurrent(generation)) this.lost(failure.verdict ?? afterRefusal(failure.status ?? 0));
    }
  }

  #look() {
    const silentMs = Date.now() - this.heardAt;
    if (this.phase === 'connecting' && silentMs > 15_000) {
      this.lost(afterRefusal(0));
      return;
    }
    if (this.phase !== 'live' && this.phase !== 'stale') return;
    const {staleAfterMs, dropAfterMs} = this.bounds();
    if (silentMs > dropAfterMs) this.lost({again: true, spread: 'soon', told: 'The connection went silent'});
    else if (silentMs > staleAfterMs && this.phase === 'live') this.#enter('stale', 'Nothing heard for a while, checking');
    if (this.phase === 'live' || this.phase === 'stale') this.quiet(silentMs);
  }

  #awake() {
    if (globalThis.document?.visibilityState === 'hidden') return;
    if (this.phase === 'waiting') this.#open();
    else this.#look();
  }

  #end(phase, told) {
    this.#generation++;
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    globalThis.removeEventListener('online', this.#wake);
    globalThis.document?.removeEventListener('visibilitychange', this.#wake);
    this.retryAt = undefined;
    this.disconnect();
    this.#enter(phase, told);
  }

  #enter(phase, told) {
    this.phase = phase;
    this.told = told;
    this.dispatchEvent(new Event('phase'));
  }
}
