// The captions of many calls over one socket, each resumed where it was when the line broke.

import {afterClose} from '../model/reconnect.js';
import {Link} from './link.js';

/** A browser doesn't see ping frames, so life is asked for in a message; a hub that does not answer is not asked again. */
const PING_AFTER_MS = 10_000;
const STALE_AFTER_MS = 16_000;
const DROP_AFTER_MS = 25_000;
/** Subscriptions are sent in small lots: a burst of them is what a hub guards against. */
const LOT = 10;
const LOT_EVERY_MS = 100;

/** Events besides `phase`: `event` with a call's message in `detail`; `denied` with the call id of one we may not see. */
export class CaptionsLink extends Link {
  #session;
  #positionOf;
  #socket;
  #wanted = new Set();
  #sent = new Set();
  #lot;
  #answersPings = undefined;
  #pingedAt = 0;

  /** @param positionOf call id → "<epoch>:<seq>" to resume from, or undefined */
  constructor(session, positionOf) {
    super();
    this.#session = session;
    this.#positionOf = positionOf;
  }

  /** The calls to follow from now on; others are let go. */
  follow(callIds) {
    this.#wanted = new Set(callIds);
    this.#send();
  }

  /** Asks for a call again from the start, because its history is another one now. */
  restart(callId) {
    this.#sent.delete(callId);
    this.#send();
  }

  bounds() {
    return this.#answersPings
      ? {staleAfterMs: STALE_AFTER_MS, dropAfterMs: DROP_AFTER_MS}
      : {staleAfterMs: Infinity, dropAfterMs: Infinity};
  }

  quiet(silentMs) {
    const due = Date.now() - this.#pingedAt > PING_AFTER_MS;
    if (silentMs > PING_AFTER_MS && due && this.#answersPings !== false) this.#ping();
  }

  async connect(generation) {
    const ticket = await this.#session.ticket();
    if (!this.isCurrent(generation)) return;
    const socket = new WebSocket(this.#session.socketUrl('/captions', {ticket}));
    this.#socket = socket;
    this.#sent.clear();
    socket.onopen = () => {
      if (!this.isCurrent(generation)) return;
      this.heard();
      this.#ping();
      this.#send();
    };
    socket.onmessage = ({data}) => {
      if (!this.isCurrent(generation)) return;
      this.heard();
      this.#message(data);
    };
    socket.onclose = ({code}) => {
      // 4003 speaks of one call; this socket carries many, and the others go on.
      if (this.isCurrent(generation)) this.lost(code === 4003 ? afterClose(1006) : afterClose(code));
    };
  }

  disconnect() {
    clearTimeout(this.#lot);
    this.#lot = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    }
  }

  #message(data) {
    let event;
    try {
      event = JSON.parse(data);
    } catch {
      return;
    }
    if (event.pong !== undefined) this.#answersPings = true;
    else if (event.error !== undefined && event.callId !== undefined) {
      this.dispatchEvent(new CustomEvent('denied', {detail: event.callId}));
    } else if (event.type !== undefined) {
      this.dispatchEvent(new CustomEvent('event', {detail: event}));
    }
  }

  #ping() {
    if (this.#answersPings === undefined && this.#pingedAt > 0) this.#answersPings = false;
    this.#pingedAt = Date.now();
    this.#write({ping: 'console'});
  }

  #send() {
    if (this.#lot !== undefined || this.#socket?.readyState !== WebSocket.OPEN) return;
    const off = [...this.#sent].filter((callId) => !this.#wanted.has(callId)).slice(0, LOT);
    const on = [...this.#wanted].filter((callId) => !this.#sent.has(callId)).slice(0, LOT - off.length);
    for (const callId of off) {
      this.#sent.delete(callId);
      this.#write({unsubscribe: callId});
    }
    for (const callId of on) {
      this.#sent.add(callId);
      const since = this.#positionOf(callId);
      this.#write(since ? {subscribe: callId, since} : {subscribe: callId});
    }
    if (off.length + on.length > 0) {
      this.#lot = setTimeout(() => {
        this.#lot = undefined;
        this.#send();
      }, LOT_EVERY_MS);
    }
  }

  #write(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
