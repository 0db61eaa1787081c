// The captions of many calls over one socket, each resumed where it was when the line broke.

import {afterClose} from '../model/reconnect.js';
import {SocketLink} from './socket-link.js';

/** Subscriptions are sent in small lots: a burst of them is what a hub guards against. */
const LOT = 10;
const LOT_EVERY_MS = 100;

/** Events besides those of a SocketLink: `denied` with the id of a call we may not see. */
export class CaptionsLink extends SocketLink {
  #session;
  #positionOf;
  #wanted = new Set();
  #sent = new Set();
  #lot;

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

  /** Asks for a call anew, from wherever `positionOf` says by now. */
  restart(callId) {
    this.#sent.delete(callId);
    this.#send();
  }

  async address() {
    return this.#session.socketUrl('/captions', {ticket: await this.#session.ticket()});
  }

  opened() {
    this.#sent.clear();
    this.#send();
  }

  closed(code) {
    // 4003 speaks of one call; this socket carries many, and the others go on.
    return afterClose(code === 4003 ? 1006 : code);
  }

  notice(message) {
    if (message.error !== undefined && message.callId !== undefined) {
      this.dispatchEvent(new CustomEvent('denied', {detail: message.callId}));
    }
  }

  disconnect() {
    clearTimeout(this.#lot);
    this.#lot = undefined;
    super.disconnect();
  }

  #send() {
    if (this.#lot !== undefined || !this.open) return;
    const off = [...this.#sent].filter((callId) => !this.#wanted.has(callId)).slice(0, LOT);
    const on = [...this.#wanted].filter((callId) => !this.#sent.has(callId)).slice(0, LOT - off.length);
    for (const callId of off) {
      this.#sent.delete(callId);
      this.write({unsubscribe: callId});
    }
    for (const callId of on) {
      this.#sent.add(callId);
      const since = this.#positionOf(callId);
      this.write(since ? {subscribe: callId, since} : {subscribe: callId});
    }
    if (off.length + on.length > 0) {
      this.#lot = setTimeout(() => {
        this.#lot = undefined;
        this.#send();
      }, LOT_EVERY_MS);
    }
  }
}
