// <live-captions>: one call's live captions in any page.
//
//   <script type="module" src="https://line.example.com/console/live-captions.js"></script>
//   <live-captions call="<call id>" ticket="<one-use ticket>"></live-captions>
//
// Attributes: `call`; `ticket` (of POST /tickets; good once and for 30 s, so fetch it just before); `src`, the origin of
// Liveline, by default the one this module came from; `view`: `both` (default), `rolling` (two lines) or `transcript`.
// Property `newTicket`: an async function that gives a fresh ticket; with it the element reconnects by itself. Without it,
// it fires `ticket-needed` when the line breaks, and goes on where it was when the `ticket` attribute is set anew.
// Events: `captions-state` {phase, told}, `ticket-needed`. Colours: see ui/tokens.js.

import {LitElement, css, html, nothing} from './lit.js';
import {emptyRecord, lastWords, reduce} from './model/call-record.js';
import {CallLink} from './net/call-link.js';
import './ui/call-transcript.js';
import {icon} from './ui/icons.js';
import './ui/rolling-captions.js';
import {shared} from './ui/styles.js';
import {tokens} from './ui/tokens.js';

const NO_CALL = emptyRecord(undefined);

class LiveCaptions extends LitElement {
  static properties = {call: {}, ticket: {}, src: {}, view: {}, newTicket: {attribute: false}, record: {state: true}, spoken: {state: true}};

  static styles = [tokens, shared, css`
    :host { display: flex; flex-direction: column; min-height: 120px; background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; container: call / inline-size; }
    call-transcript { flex: 1; min-height: 120px; background: var(--bg); }
    rolling-captions { padding: var(--s3) var(--s4); }
    call-transcript + rolling-captions { border-top: 1px solid var(--line); }
    .state { display: flex; gap: 6px; align-items: center; margin: 0; padding: 6px var(--s4); font-size: 13px; color: var(--warn); background: var(--warn-bg); border-bottom: 1px solid var(--line); }
    .state.stopped { color: var(--bad); background: var(--bad-bg); }
  `];

  #link;
  #spent;

  constructor() {
    super();
    this.view = 'both';
    this.record = NO_CALL;
    this.spoken = '';
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#link?.stop();
  }

  updated(changed) {
    if (changed.has('call') || changed.has('src')) this.#begin();
    else if (changed.has('ticket') || changed.has('newTicket')) this.#goOn();
  }

  render() {
    const {record} = this;
    const live = record.status !== 'ended';
    return html`
      ${this.#state()}
      ${this.view === 'rolling' ? nothing : html`<call-transcript .settled=${record.settled} .notes=${record.notes} .live=${live} follow></call-transcript>`}
      ${this.view === 'transcript' ? nothing : html`<rolling-captions .open=${record.open} .speaking=${record.speaking} .last=${lastWords(record)} .ended=${!live}></rolling-captions>`}
      <div class="seen-by-readers" role="log" aria-live="polite" aria-label="Captions">${this.spoken}</div>`;
  }

  #state() {
    if (this.record.erased) return html`<p class="state stopped" role="status">This call was erased.</p>`;
    const link = this.#link;
    if (!link || link.phase === 'live' || link.phase === 'idle') return nothing;
    const words = {connecting: 'Connecting…', waiting: `${link.told}. Reconnecting…`, stale: `${link.told}…`, stopped: `${link.told}.`};
    return html`<p class="state ${link.phase}" role="status" data-phase=${link.phase}>${icon('waiting')}${words[link.phase]}</p>`;
  }

  #begin() {
    this.#link?.stop();
    this.#link = undefined;
    this.record = this.call ? emptyRecord(this.call) : NO_CALL;
    if (!this.call) return;
    this.#link = new CallLink({
      origin: this.src ? new URL(this.src, location.href) : new URL(import.meta.url).origin,
      callId: this.call,
      positionOf: () => (this.record.seq > 0 ? `${this.record.epoch}:${this.record.seq}` : undefined),
      ticketFor: () => this.#ticketFor(),
    });
    const link = this.#link;
    link.addEventListener('phase', () => this.#phase(link));
    link.addEventListener('event', ({detail}) => this.#event(detail));
    this.#goOn();
  }

  #goOn() {
    if (this.newTicket || (this.ticket && this.ticket !== this.#spent)) this.#link?.retry();
    if (this.#link?.phase === 'idle') this.#link.start();
  }

  async #ticketFor() {
    if (this.ticket && this.ticket !== this.#spent) {
      this.#spent = this.ticket;
      return this.ticket;
    }
    if (!this.newTicket) this.dispatchEvent(new CustomEvent('ticket-needed'));
    return this.newTicket?.();
  }

  #phase(link) {
    if (link !== this.#link) return;
    const {phase, told} = link;
    this.dispatchEvent(new CustomEvent('captions-state', {detail: {phase, told}}));
    this.requestUpdate();
  }

  #event(event) {
    if (event.type !== 'snapshot' && this.record.epoch !== undefined && event.epoch !== undefined && event.epoch !== this.record.epoch) {
      this.#begin();
      return;
    }
    const after = reduce(this.record, event);
    if (after === this.record) return;
    this.record = after;
    if (event.type === 'caption' && event.final) this.spoken = event.text;
  }
}
customElements.define('live-captions', LiveCaptions);
