// Calls that are over: find one by number, team, reason or the words said in it, read it, take it along.
import {LitElement, css, html, nothing, repeat} from '../lit.js';
import {emptyRecord, reduce} from '../model/call-record.js';
import {count, dayAndTime, duration, phone, reason, spokenDuration} from '../model/formats.js';
import {matches, occurrences} from '../model/search.js';
import {saveTranscript} from '../net/exports.js';
import './call-details.js';
import './call-transcript.js';
import {icon} from './icons.js';
import {shared} from './styles.js';

const PAGE = 50;
/** Transcripts fetched side by side while words are searched. */
const AT_ONCE = 4;

/** Fires `pick` with a call id. */
class EndedCalls extends LitElement {
  static properties = {
    session: {attribute: false}, store: {attribute: false}, selected: {}, now: {type: Number},
    calls: {state: true}, next: {state: true}, state: {state: true}, problem: {state: true}, query: {state: true},
    records: {state: true}, reading: {state: true}, searched: {state: true}, inCall: {state: true},
    exporting: {state: true}, exportProblem: {state: true}, details: {state: true},
  };

  static styles = [shared, css`
    :host { display: grid; grid-template: minmax(0, 1fr) / 360px minmax(0, 1fr); height: 100%; min-height: 0; }
    .list { border-right: 1px solid var(--line); background: var(--panel); display: flex; flex-direction: column; min-height: 0; }
    .find { padding: var(--s3); border-bottom: 1px solid var(--line); display: grid; gap: var(--s2); }
    .search { position: relative; } .search .icon { position: absolute; left: 10px; top: 12px; color: var(--soft); } .search input[type=search] { padding-left: 34px; }
    .rows { overflow: auto; flex: 1; margin: 0; padding: 0; list-style: none; }
    .call { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1px; width: 100%; text-align: left; white-space: normal; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; padding: 10px var(--s4); background: none; }
    .call:hover { background: var(--bg); }
    .call[aria-current=true] { background: var(--accent-soft); box-shadow: inset 3px 0 var(--accent); }
    .call:focus-visible { outline-offset: -2px; }
    .row { display: flex; justify-content: space-between; gap: var(--s2); width: 100%; align-items: baseline; }
    .num { font-weight: 600; font-variant-numeric: tabular-nums; } .num, .team { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .when { flex: none; }
    .dur { font: 13px var(--mono); color: var(--soft); }
    .soft { color: var(--soft); font-size: 13px; }
    .hits { color: var(--ink); background: var(--mark); border-radius: 4px; padding: 0 5px; font-size: 12.5px; }
    .foot { padding: var(--s3); text-align: center; color: var(--soft); }
    .problem { color: var(--bad); }
    .read { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto; min-width: 0; min-height: 0; position: relative; }
    main { display: flex; flex-direction: column; min-width: 0; min-height: 0; container: call / inline-size; }
    .head { padding: 10px var(--s5); border-bottom: 1px solid var(--line); background: var(--panel); display: flex; gap: 6px var(--s3); align-items: center; flex-wrap: wrap; }
    h2 { font-size: 18px; margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; } .sp { flex: 1; }
    .head .search { width: 210px; } .head .search input[type=search] { padding: 5px 8px 5px 30px; } .head .search .icon { top: 10px; }
    call-details { width: 272px; border-left: 1px solid var(--line); }
    .banner { padding: 8px var(--s5); background: var(--agent-bg); color: var(--agent); border-bottom: 1px solid var(--line); } .banner a { color: inherit; font-weight: 600; }
    .middle { margin: auto; text-align: center; color: var(--soft); padding: var(--s5); } .middle strong { display: block; color: var(--ink); font-size: 17px; }
    .back, .toggle-details { display: none; }
    @container call (max-width: 760px) { .wide { display: none; } }
    @media (max-width: 1100px) {
      :host { grid-template-columns: 300px minmax(0, 1fr); } .toggle-details { display: inline-flex; } call-details { display: none; }
      call-details.open { display: block; position: absolute; inset: 0 0 0 auto; width: min(320px, 92vw); z-index: 2; box-shadow: -12px 0 40px rgb(0 0 0 / .25); }
    }
    @media (max-width: 680px) {
      :host { grid-template-columns: minmax(0, 1fr); } :host(.chosen) .list { display: none; } :host(:not(.chosen)) .read { display: none; } .list { border-right: 0; }
      .back { display: inline-flex; } .head { padding: 8px var(--s3); } .head .search { width: 100%; order: 9; }
    }
  `];

  #askedFor = new Set();

  constructor() {
    super();
    this.calls = [];
    this.state = 'loading';
    this.query = '';
    this.records = new Map();
    this.inCall = '';
    this.details = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  focusSearch() {
    this.renderRoot.querySelector('#find')?.focus();
  }

  /** Closes the details where they lie over the call; tells whether they did. */
  closeDetails() {
    if (!this.details) return false;
    this.details = false;
    this.renderRoot.querySelector('.toggle-details')?.focus();
    return true;
  }

  willUpdate(changed) {
    if (changed.has('now')) this.#addEnded();
    this.classList.toggle('chosen', this.selected !== undefined);
    if (changed.has('selected') && this.selected) {
      this.renderRoot?.querySelector('call-transcript')?.reset();
      this.inCall = this.searched === this.query ? this.query : '';
      this.#read(this.selected);
    }
  }

  render() {
    const shown = this.calls.filter((call) => this.#matches(call));
    return html`
      <section class="list" aria-label="Ended calls">
        <form class="find" @submit=${this.#searchWords}>
          <div class="search">${icon('search')}<input id="find" type="search" placeholder="Number, team, reason, words" aria-label="Search ended calls"
            .value=${this.query} @input=${this.#typed}></div>
          ${this.query ? html`<button ?disabled=${this.reading !== undefined}>${this.reading === undefined
            ? `Search what was said in ${count(this.calls.length, 'call')}` : `Searching… ${this.reading} of ${this.calls.length}`}</button>` : nothing}
        </form>
        <ul class="rows">${repeat(shown, (call) => call.callId, (call) => this.#row(call))}
          <li class="foot">${this.#foot(shown)}</li></ul>
      </section>
      <section class="read" aria-label="Transcript of an ended call">${this.#opened()}</section>`;
  }

  #row(call) {
    const lasted = call.endedAt - call.startedAt;
    const hits = this.#hits(call);
    return html`<li><button class="call" data-call=${call.callId} aria-current=${call.callId === this.selected ? 'true' : 'false'} @click=${() => this.#pick(call.callId)}>
      <span class="row"><span class="num">${phone(call.from)}</span>
        <span class="dur" aria-label=${Number.isFinite(lasted) ? spokenDuration(lasted) : nothing}>${Number.isFinite(lasted) ? duration(lasted) : ''}</span></span>
      <span class="row soft"><span class="when">${dayAndTime(call.endedAt ?? call.lastEventAt, this.now)}</span><span class="team" dir="auto">${call.team ?? ''}</span></span>
      <span class="row soft"><span>${reason(call.endedReason)}</span>${hits ? html`<span class="hits">${count(hits, 'hit')}</span>` : nothing}</span>
    </button></li>`;
  }

  #foot(shown) {
    if (this.state === 'loading') return 'Loading…';
    if (this.problem) return html`<span class="problem" role="alert">${this.problem}</span> <button @click=${this.#load}>Try again</button>`;
    if (this.next) return html`<button @click=${this.#load}>Load ${PAGE} more</button>`;
    if (this.calls.length === 0) return 'No call has ended yet. They are kept for a day.';
    return shown.length === 0 ? 'No call matches.' : `${count(this.calls.length, 'call')}, all there are.`;
  }

  #opened() {
    if (!this.selected) {
      return html`<main><div class="middle"><strong>No call chosen</strong>${this.calls.length ? 'Pick one to read what was said.' : nothing}</div></main>`;
    }
    const call = this.calls.find((one) => one.callId === this.selected);
    const fetched = this.records.get(this.selected);
    const followed = this.store.record(this.selected);
    const record = followed && fetched && followed.settled.length >= fetched.settled?.length ? followed : fetched;
    const row = {...record, ...call, callId: this.selected, bargeIns: call?.bargeIns ?? record?.bargeIns};
    row.assistant = this.store.assistants.of(row.assistantId);
    if (record?.problem) {
      return html`<main><div class="middle" role="alert"><button class="back" @click=${() => this.#pick(undefined)}>${icon('back')} Calls</button>
        <strong>This transcript can’t be read</strong>${record.problem}</div></main>`;
    }
    return html`
      <main>
        <div class="head">
          <button class="back" aria-label="Back to the list" @click=${() => this.#pick(undefined)}>${icon('back')}</button>
          <h2>${phone(row.from)}</h2>
          <span class="chip">${reason(row.endedReason)}</span>
          <span class="sp"></span>
          <span class="search">${icon('search')}<input type="search" aria-label="Find in this call" placeholder="Find in this call"
            .value=${this.inCall} @input=${(event) => { this.inCall = event.target.value; }}></span>
          <button class="toggle-details" aria-label="Details" aria-expanded=${this.details ? 'true' : 'false'} @click=${() => { this.details = !this.details; }}>${icon('details')}<span class="wide">Details</span></button>
        </div>
        ${followed?.room ? html`<div class="banner" role="status">${icon('headset')} ${followed.room.agent} took this caller over; they may still be talking.
          <a href="#/live/${encodeURIComponent(this.selected)}">Open it as a live call</a></div>` : nothing}
        ${record ? html`<call-transcript .settled=${record.settled} .notes=${record.notes} .query=${this.inCall}></call-transcript>`
          : html`<div class="middle" role="status">Loading…</div>`}
      </main>
      <call-details class=${this.details ? 'open' : ''} .over=${this.details} @close=${this.closeDetails} .row=${row} .record=${record} .now=${this.now} .exporting=${this.exporting}
        .problem=${this.exportProblem} @export=${this.#export}></call-details>`;
  }

  #matches(call) {
    if (!this.query) return true;
    return this.#hits(call) > 0
      || matches([phone(call.from), call.from, phone(call.to), call.team, reason(call.endedReason), call.callId], this.query);
  }

  #hits(call) {
    if (!this.query || this.searched !== this.query) return 0;
    return (this.records.get(call.callId)?.settled ?? []).reduce((sum, line) => sum + occurrences(line.text, this.query), 0);
  }

  #typed(event) {
    this.query = event.target.value;
  }

  async #searchWords(event) {
    event.preventDefault();
    const wanted = this.query;
    const calls = [...this.calls];
    this.reading = 0;
    const queue = calls.values();
    await Promise.all(Array.from({length: AT_ONCE}, async () => {
      for (const call of queue) {
        await this.#read(call.callId);
        this.reading++;
      }
    }));
    this.reading = undefined;
    this.searched = wanted;
    this.inCall = wanted;
  }

  #load = async () => {
    this.state = 'loading';
    this.problem = undefined;
    const query = new URLSearchParams({status: 'ended', limit: PAGE, ...(this.next ? {cursor: this.next} : {})});
    try {
      const {calls, next} = await this.session.json(`/calls?${query}`);
      this.#add(calls);
      this.next = next;
    } catch (failure) {
      this.problem = failure.message;
    }
    this.state = 'loaded';
  };

  /** In the order of the service's list. */
  #add(calls) {
    const known = new Set(this.calls.map((call) => call.callId));
    this.calls = [...this.calls, ...calls.filter((call) => !known.has(call.callId))].sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  }

  /** Lists calls that end while the page is looked at. Each is asked for once: one that was erased, or is no longer kept, never comes. */
  async #addEnded() {
    const ended = this.store.rows().filter((row) => row.status === 'ended' && !this.#askedFor.has(row.callId)).map((row) => row.callId);
    if (ended.length === 0 || this.state === 'loading') return;
    for (const callId of ended) this.#askedFor.add(callId);
    if (ended.every((callId) => this.calls.some((call) => call.callId === callId))) return;
    try {
      const {calls} = await this.session.json(`/calls?${new URLSearchParams({status: 'ended', limit: PAGE})}`);
      this.#add(calls);
    } catch {
      // They come with the next one that ends, or with the next visit to this page.
    }
  }

  async #read(callId) {
    const known = this.records.get(callId);
    if (known?.settled) {
      if (callId === this.selected) this.store.open(callId, known.epoch);
      return;
    }
    let record;
    try {
      const [transcript, call] = await Promise.all([
        this.session.json(`/calls/${encodeURIComponent(callId)}/transcript?format=json`),
        this.session.json(`/calls/${encodeURIComponent(callId)}`)]);
      record = reduce(emptyRecord(callId), {type: 'snapshot', ...transcript, call});
    } catch (failure) {
      record = {callId, problem: failure.status === 404 ? 'It is no longer kept, or not yours to see.' : failure.message};
    }
    this.records = new Map(this.records).set(callId, record);
    // The transcript has what was said; cuts, tools and response times come with the call's events, for as long as they are kept.
    if (callId === this.selected && record.epoch !== undefined) this.store.open(callId, record.epoch);
  }

  async #export(event) {
    this.exporting = event.detail;
    this.exportProblem = undefined;
    try {
      await saveTranscript(this.session, this.selected, event.detail);
    } catch (failure) {
      this.exportProblem = failure.message;
    }
    this.exporting = undefined;
  }

  #pick(callId) {
    this.details = false;
    this.dispatchEvent(new CustomEvent('pick', {detail: callId}));
  }
}
customElements.define('ended-calls', EndedCalls);
