// The lobby: which calls there are. SSE read with fetch, so that the token goes in a header and comments count as life.

import {EventStreamParser} from '../model/event-stream.js';
import {afterRefusal} from '../model/reconnect.js';
import {Link} from './link.js';

/** The hub sends a comment every 15 s. */
const STALE_AFTER_MS = 20_000;
const DROP_AFTER_MS = 35_000;

/** Events besides `phase`: `event` with the lobby's message in `detail`. */
export class LobbyLink extends Link {
  #session;
  #abort;

  constructor(session) {
    super();
    this.#session = session;
  }

  bounds() {
    return {staleAfterMs: STALE_AFTER_MS, dropAfterMs: DROP_AFTER_MS};
  }

  async connect(generation) {
    const abort = new AbortController();
    this.#abort = abort;
    const response = await this.#session.open('/captions/lobby',
      {headers: {Accept: 'text/event-stream'}, signal: abort.signal});
    if (!this.isCurrent(generation)) return;
    this.heard();
    this.#read(response.body.getReader(), generation);
  }

  disconnect() {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  async #read(reader, generation) {
    const parser = new EventStreamParser();
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const {done, value} = await reader.read();
        if (!this.isCurrent(generation)) return;
        if (done) break;
        this.heard();
        for (const part of parser.push(decoder.decode(value, {stream: true}))) this.#message(part);
      }
    } catch (failure) {
      if (failure.name === 'AbortError' && !this.isCurrent(generation)) return;
    }
    if (this.isCurrent(generation)) this.lost({...afterRefusal(0), told: 'The connection was lost'});
  }

  #message(part) {
    if (part.data === undefined) return;
    let event;
    try {
      event = JSON.parse(part.data);
    } catch {
      return;
    }
    this.dispatchEvent(new CustomEvent('event', {detail: event}));
  }
}
