// The captions of one call, for a page that has a ticket and nothing else.

import {SocketLink} from './socket-link.js';

export class CallLink extends SocketLink {
  #origin;
  #callId;
  #positionOf;
  #ticketFor;

  /** @param ticketFor () → a fresh ticket, or undefined when there is none */
  constructor({origin, callId, positionOf, ticketFor}) {
    super();
    this.#origin = origin;
    this.#callId = callId;
    this.#positionOf = positionOf;
    this.#ticketFor = ticketFor;
  }

  async address() {
    const ticket = await this.#ticketFor();
    if (!ticket) throw Object.assign(new Error('no ticket'), {verdict: {again: false, told: 'A new ticket is needed'}});
    const url = new URL(`/captions/${encodeURIComponent(this.#callId)}`, this.#origin);
    url.protocol = url.protocol === 'http:' || url.protocol === 'ws:' ? 'ws:' : 'wss:';
    url.searchParams.set('ticket', ticket);
    const since = this.#positionOf();
    if (since) url.searchParams.set('since', since);
    return url;
  }
}
