// Commands on their way: sent once (a key makes a repetition harmless), told when the call's own stream confirms them.

import {stepOf} from '../model/commands.js';

const UNCONFIRMED_AFTER_MS = 10_000;
const SHOWN_MS = 8_000;
/** A phone that was called is answered, or not, within this. */
const LONGEST_RINGING_MS = 60_000;
const TRIES = 2;

/** `sent` lists {id, callId, kind, state: 'sending'|'accepted'|'under-way'|'done'|'failed'|'unconfirmed', detail}. Event: `change`. */
export class Commands extends EventTarget {
  sent = [];
  #session;
  #seen = new Map();

  constructor(session) {
    super();
    this.#session = session;
  }

  async send(callId, body) {
    const entry = {id: uuid(), callId, kind: body.kind, state: 'sending', rings: body.agent !== undefined || body.supervisor !== undefined};
    this.#put(entry);
    try {
      const answer = await this.#post(entry.id, callId, body);
      this.#answered(entry, answer);
    } catch (failure) {
      this.#put({...entry, state: 'failed', detail: told(failure)});
    }
  }

  /** A `command` event of a call's stream. */
  confirmed(event) {
    this.#seen.set(event.commandId, event);
    if (this.#seen.size > 200) this.#seen.delete(this.#seen.keys().next().value);
    const {commandId, step} = stepOf(event.commandId);
    const entry = this.sent.find((one) => one.commandId === commandId);
    if (entry && step !== 'room' && step !== 'left') this.#settle(entry, event, step);
  }

  dismiss(id) {
    this.sent = this.sent.filter((entry) => entry.id !== id);
    this.#changed();
  }

  #answered(entry, answer) {
    const known = {...entry, commandId: answer?.commandId};
    const seen = ['', ':agent', ':supervisor'].map((step) => this.#seen.get(known.commandId + step)).findLast(Boolean);
    if (seen) {
      this.#settle(known, seen, stepOf(seen.commandId).step);
    } else if (answer?.outcome === 'failed') {
      this.#settle(known, answer);
    } else {
      this.#put({...known, state: 'accepted'});
      setTimeout(() => {
        const still = this.sent.find((one) => one.id === entry.id);
        if (still?.state === 'accepted') this.#put({...still, state: 'unconfirmed'});
      }, UNCONFIRMED_AFTER_MS);
    }
  }

  async #post(key, callId, body) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#session.json(`/routing/calls/${encodeURIComponent(callId)}/commands`,
          {method: 'POST', body, headers: {'Idempotency-Key': key}});
      } catch (failure) {
        // Only where no answer came may it be asked again: the key makes sure that it takes effect once.
        if (failure.status !== 0 || attempt === TRIES) throw failure;
      }
    }
  }

  /** Calling somebody's phone is done when it rings; whether they came is told in a step of its own. */
  #settle(entry, {outcome, detail}, step) {
    const state = outcome !== 'done' ? 'failed' : entry.rings && !step ? 'under-way' : 'done';
    this.#put({...entry, state, detail});
    if (state !== 'failed') this.#forgetLater(entry.id, state);
  }

  #forgetLater(id, state) {
    setTimeout(() => {
      if (this.sent.some((one) => one.id === id && one.state === state)) this.dismiss(id);
    }, state === 'done' ? SHOWN_MS : LONGEST_RINGING_MS);
  }

  #put(entry) {
    const known = this.sent.some((one) => one.id === entry.id);
    this.sent = known ? this.sent.map((one) => (one.id === entry.id ? entry : one)) : [...this.sent, entry].slice(-6);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

function told(failure) {
  switch (failure.status) {
    case 404: return 'The call is not known, or not yours';
    case 409: return failure.problem?.detail ?? 'The call has ended';
    case 403: return 'You are not allowed to do this';
    default: return failure.message;
  }
}

/** crypto.randomUUID exists in secure contexts only; a page on a plain-http address of the local network is none. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
