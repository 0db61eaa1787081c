// A line that is a WebSocket, and what the two kinds have in common: a ticket, a question for life, the close codes.

import {afterClose} from '../model/reconnect.js';
import {Link} from './link.js';

/** A browser doesn't see ping frames, so life is asked for in a message; a hub that does not answer is not judged by it. */
const PING_AFTER_MS = 10_000;
const STALE_AFTER_MS = 16_000;
const DROP_AFTER_MS = 25_000;

/** Events besides `phase`: `event` with a message of the hub in `detail`. */
export class SocketLink extends Link {
  #socket;
  #answersPings;
  #pingedAt = 0;

  /** Subclass: the address to open, with a fresh ticket in it. */
  async address() {
    throw new Error('no address');
  }

  /** Subclass: the socket has just opened. */
  opened() {}

  /** Subclass: a message that is no event of a call. */
  notice(_message) {}

  /** Subclass: what a close code means here. */
  closed(code) {
    return afterClose(code);
  }

  bounds() {
    return this.#answersPings
      ? {staleAfterMs: STALE_AFTER_MS, dropAfterMs: DROP_AFTER_MS}
      : {staleAfterMs: Infinity, dropAfterMs: Infinity};
  }

  quiet(silentMs) {
    if (silentMs > PING_AFTER_MS && Date.now() - this.#pingedAt > PING_AFTER_MS && this.#answersPings) this.#ping();
  }

  async connect(generation) {
    const address = await this.address();
    if (!this.isCurrent(generation)) return;
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => {
      this.heard();
      this.#ping();
      this.opened();
    };
    socket.onmessage = ({data}) => {
      this.heard();
      this.#message(data);
    };
    socket.onclose = ({code}) => this.lost(this.closed(code));
  }

  disconnect() {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  write(message) {
    if (this.open) this.#socket.send(JSON.stringify(message));
  }

  #ping() {
    this.#pingedAt = Date.now();
    this.write({ping: 'console'});
  }

  #message(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.pong !== undefined) this.#answersPings = true;
    else if (message.type !== undefined) this.dispatchEvent(new CustomEvent('event', {detail: message}));
    else this.notice(message);
  }
}
