// Who is signed in, and requests in their name. The token lives in this tab's sessionStorage and in request headers,
// never in an address; what is put into an address is a ticket, good once and for thirty seconds.

import {ServerClock} from '../model/clock.js';
import {readToken} from '../model/token.js';

const KEPT_AS = 'liveline.token';
const TICKET_LIFE_MS = 30_000;

/** A refusal in the words of the service (RFC 9457), or in ours where it gave none. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? (status === 0 ? 'The server does not answer' : `The server answered ${status}`));
    this.status = status;
    this.problem = problem;
  }
}

/** Events: `change` (signed in, out, or refused). */
export class Session extends EventTarget {
  clock = new ServerClock();
  /** Why there is no token any more; empty before the first sign-in. */
  ended = '';
  #base;
  #token;

  constructor(base = new URL('..', import.meta.url), storage = sessionStorage) {
    super();
    // Modules sit at <origin>/console/net/: the services are at the origin's root.
    this.#base = new URL('/', base);
    this.storage = storage;
    this.#token = storage.getItem(KEPT_AS) ?? undefined;
    this.who = this.#token ? readToken(this.#token) : undefined;
  }

  get signedIn() {
    return this.#token !== undefined;
  }

  get headers() {
    return {Authorization: `Bearer ${this.#token}`};
  }

  /** The server's time, as well as it is known. */
  now() {
    return Date.now() + this.clock.offsetMs;
  }

  signIn(token) {
    this.#token = token;
    this.who = readToken(token);
    this.ended = '';
    this.storage.setItem(KEPT_AS, token);
    this.#changed();
  }

  signOut(why = '') {
    if (!this.signedIn && this.ended === why) return;
    this.#token = undefined;
    this.who = undefined;
    this.ended = why;
    this.storage.removeItem(KEPT_AS);
    this.#changed();
  }

  /** Spends a sign-in link's ticket for the token it stands for. */
  async exchange(ticket) {
    const answer = await this.#request('/tickets/exchange', {method: 'POST', body: {ticket}, anonymous: true});
    this.signIn(answer.token);
  }

  /** A fresh ticket for a socket. */
  async ticket() {
    const askedAt = Date.now();
    const answer = await this.#request('/tickets', {method: 'POST'});
    const serverAt = answer.now ?? answer.expiresAt - TICKET_LIFE_MS;
    this.clock.answered(askedAt, Date.now(), serverAt);
    return answer.ticket;
  }

  json(path, options) {
    return this.#request(path, options);
  }

  /** An open response, for streams and files. */
  async open(path, {headers, signal} = {}) {
    const response = await this.#fetch(path, {headers: {...headers, ...this.headers}, signal});
    if (!response.ok) await this.#refuse(response);
    return response;
  }

  socketUrl(path, parameters) {
    const url = new URL(path, this.#base);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = new URLSearchParams(parameters).toString();
    return url;
  }

  async #request(path, {method = 'GET', body, headers = {}, anonymous = false, signal} = {}) {
    const response = await this.#fetch(path, {
      method, signal,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...(anonymous ? {} : this.headers),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) await this.#refuse(response, anonymous);
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  }

  async #fetch(path, options) {
    const askedAt = Date.now();
    let response;
    try {
      response = await fetch(new URL(path, this.#base), {cache: 'no-store', credentials: 'omit', ...options});
    } catch (failure) {
      if (failure.name === 'AbortError') throw failure;
      throw new Refusal(0);
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    this.clock.answered(askedAt, Date.now(), date, 1_000);
    return response;
  }

  async #refuse(response, anonymous = false) {
    let problem;
    try {
      problem = await response.json();
    } catch {
      problem = undefined;
    }
    if (response.status === 401 && !anonymous && this.signedIn) this.signOut('Your sign-in has ended. Sign in again to go on.');
    throw new Refusal(response.status, problem);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
