// The live calls, those that need someone first. Rows have one height, so only those in view are drawn, be there thousands.
import {LitElement, css, html, nothing, repeat} from '../lit.js';
import {inOrderOfNeed} from '../model/attention.js';
import {duration, phone, reason, speakerName, spokenDuration, statusName} from '../model/formats.js';
import {matches} from '../model/search.js';
import {newest} from '../model/stable-text.js';
import {icon} from './icons.js';
import {shared, signs as signStyles} from './styles.js';

const ROW_PX = 84;
const MARGIN_ROWS = 6;
const SIGNS_SHOWN = 2;
/** The order is held while a pointer is over the list: a row must not slip away under a click. */
const HELD_MS = 4_000;
const FILTERS = [['all', 'All'], ['need', 'Need someone'], ['signs', 'Any sign']];

/** Fires `pick` with a call id. `rows` are the rows of model/roster.js, `now` the server's time. */
class CallList extends LitElement {
  static properties = {
    rows: {attribute: false}, selected: {}, now: {type: Number}, known: {type: Boolean}, teams: {attribute: false},
    query: {state: true}, filter: {state: true}, team: {state: true}, from: {state: true},
  };

  static styles = [shared, signStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--panel); }
    .find { padding: var(--s3); border-bottom: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s2); }
    .top { display: flex; gap: var(--s2); }
    .search { position: relative; flex: 1; min-width: 0; }
    .search .icon { position: absolute; left: 11px; top: 12px; color: var(--soft); }
    .search input[type=search] { padding-left: 34px; padding-right: 32px; text-overflow: ellipsis; }
    .search kbd { position: absolute; right: 10px; top: 9px; }
    .filters { display: flex; gap: 5px; align-items: center; flex-wrap: wrap; }
    .filters button { padding: 2px 8px; font-size: 13px; border-radius: 99px; min-height: 26px; }
    .filters b { font-weight: 600; font-variant-numeric: tabular-nums; }
    .filters button[aria-pressed=true] { background: var(--accent-soft); border-color: var(--accent); font-weight: 600; }
    select { width: auto; max-width: 36%; flex: none; padding: 4px 2px; font-size: 14px; }
    .rows { flex: 1; overflow: auto; position: relative; min-height: 0; }
    .space { position: relative; }
    .call {
      position: absolute; left: 0; right: 0; height: ${ROW_PX}px; padding: 9px var(--s4); border-bottom: 1px solid var(--line);
      display: grid; grid-template-columns: minmax(0, 1fr); gap: 1px; align-content: center; cursor: pointer; overflow: hidden;
    }
    .call:hover { background: var(--bg); }
    .call.warn { box-shadow: inset 4px 0 var(--warn); } .call.bad { box-shadow: inset 4px 0 var(--bad); }
    .call[aria-selected=true] { background: var(--accent-soft); }
    .call[aria-selected=true]:not(.warn, .bad) { box-shadow: inset 4px 0 var(--accent); }
    /* The rows would lie over an outline of their list: the one that the keys are at bears it. */
    .rows:focus-visible { outline: none; }
    .rows:focus-visible .call[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
    .row { display: flex; justify-content: space-between; gap: var(--s2); align-items: baseline; }
    .num { font-weight: 600; font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .dur { font: 13px var(--mono); color: var(--soft); }
    .last { color: var(--soft); display: flex; gap: .3em; white-space: nowrap; } .words { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    .ended .num, .ended .last { color: var(--faint); font-weight: 400; }
    .signs { flex-wrap: nowrap; overflow: hidden; gap: 8px; } .sign { flex: 0 1 auto; min-width: 1.2em; overflow: hidden; } .team + .sign, .more { flex: none; }
    .team { flex: 1 0 4.5em; max-width: max-content; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    @media (pointer: coarse) { .search kbd { display: none; } }
    .empty { padding: var(--s5) var(--s4); color: var(--soft); text-align: center; }
    .empty strong { display: block; color: var(--ink); margin-bottom: 4px; }
  `];

  constructor() {
    super();
    this.rows = [];
    this.query = '';
    this.filter = 'all';
    this.team = '';
    this.from = 0;
    this.now = Date.now();
  }

  /** The calls in view, for whoever follows their captions. */
  get inView() {
    return this.#visible?.slice(this.from, this.from + this.#rowsInView() + MARGIN_ROWS).map(({row}) => row.callId) ?? [];
  }

  /** Chooses the call that needs someone most. */
  chooseFirst() {
    if (this.#visible?.length) this.#pick(this.#visible[0].row.callId);
  }

  /** Moves the choice by `step` rows; with none chosen a step down begins at the top, one up at the end. The order holds meanwhile. */
  move(step) {
    const list = this.#visible ?? [];
    if (list.length === 0) return;
    this.#heldUntil = Date.now() + HELD_MS;
    const at = list.findIndex(({row}) => row.callId === this.selected);
    const from = at >= 0 ? at : step > 0 ? -1 : list.length;
    const next = Math.min(list.length - 1, Math.max(0, from + step));
    this.#pick(list[next].row.callId);
    this.#scrollTo(next);
  }

  /** The next call that needs someone, after the chosen one; if none does, the next with any sign of trouble. */
  nextInNeed() {
    const visible = this.#visible ?? [];
    const having = (levels) => visible.filter(({signs}) => signs.some((sign) => levels.includes(sign.level)));
    const urgent = having(['bad']);
    const list = urgent.length ? urgent : having(['warn']);
    if (list.length === 0) return;
    const at = list.findIndex(({row}) => row.callId === this.selected);
    const next = list[(at + 1) % list.length];
    this.#pick(next.row.callId);
    this.#scrollTo(visible.indexOf(next));
  }

  focusSearch() {
    this.renderRoot.querySelector('#find')?.select();
    this.renderRoot.querySelector('#find')?.focus();
  }

  focusRows() {
    this.renderRoot.querySelector('.rows')?.focus();
  }

  #visible;
  #counts = {};
  #heldUntil = 0;

  willUpdate() {
    const wanted = this.rows.filter((row) => (!this.team || row.team === this.team)
      && (!this.query || matches([phone(row.from), row.from, phone(row.to), row.team, row.assistant, row.assistantId, row.last?.text,
        statusName(row.status), row.callId], this.query)));
    const all = inOrderOfNeed(wanted, this.now);
    const need = all.filter(({signs}) => signs.some((sign) => sign.level === 'bad'));
    const signs = all.filter((entry) => levelOf(entry.signs));
    const ordered = {all, need, signs}[this.filter];
    this.#counts = {need: need.length, signs: signs.length};
    if (Date.now() < this.#heldUntil && this.#visible) {
      const places = new Map(this.#visible.map(({row}, place) => [row.callId, place]));
      ordered.sort((a, b) => (places.get(a.row.callId) ?? Infinity) - (places.get(b.row.callId) ?? Infinity));
    }
    this.#visible = ordered;
  }

  render() {
    const list = this.#visible;
    const shown = list.slice(this.from, this.from + this.#rowsInView() + MARGIN_ROWS);
    const teams = [...new Set(this.rows.map((row) => row.team).filter(Boolean))].sort();
    return html`
      <div class="find">
        <div class="top"><div class="search">${icon('search')}
          <input id="find" type="search" placeholder="Search" title="Number, team, assistant, words" aria-label="Search live calls" autocomplete="off"
            .value=${this.query} @input=${this.#search} @keydown=${this.#searchKey}>
          ${this.query ? nothing : html`<kbd aria-hidden="true">/</kbd>`}
        </div>
        ${teams.length > 1 ? html`<select aria-label="Team" @change=${this.#pickTeam}>
          <option value="">All teams</option>${teams.map((team) => html`<option ?selected=${team === this.team}>${team}</option>`)}
        </select>` : nothing}</div>
        <div class="filters" role="group" aria-label="Filter">
          ${FILTERS.map(([key, name]) => html`<button aria-pressed=${this.filter === key ? 'true' : 'false'}
            @click=${() => { this.filter = key; }}>${name}${this.#counts[key] ? html` <b>${this.#counts[key]}</b>` : nothing}</button>`)}
        </div>
      </div>
      <div class="rows" role="listbox" aria-label="Live calls, those that need someone first" tabindex="0"
        aria-activedescendant=${shown.some(({row}) => row.callId === this.selected) ? `call-${this.selected}` : nothing}
        @scroll=${this.#scrolled} @keydown=${this.#key} @pointermove=${this.#hold} @pointerleave=${this.#release}>
        ${list.length === 0 ? this.#empty() : html`
          <div class="space" role="presentation" .style=${`height:${list.length * ROW_PX}px`}>
            ${repeat(shown, ({row}) => row.callId, (entry, i) => this.#row(entry, this.from + i, list.length))}
          </div>`}
      </div>`;
  }

  #row({row, signs}, place, total) {
    const running = (row.status === 'ended' ? row.endedAt : this.now) - (row.startedAt ?? this.now);
    const chosen = row.callId === this.selected;
    return html`
      <div class="call ${row.status === 'ended' ? 'ended' : levelOf(signs)}" role="option" id="call-${row.callId}" data-call=${row.callId}
        aria-selected=${chosen ? 'true' : 'false'} aria-posinset=${place + 1} aria-setsize=${total}
        .style=${`top:${place * ROW_PX}px`} @click=${() => this.#pick(row.callId)}>
        <div class="row"><span class="num">${phone(row.from)}</span>
          <span class="dur" aria-label=${spokenDuration(running)}>${duration(running)}</span></div>
        <div class="last">${this.#last(row)}</div>
        <div class="signs"><span class="team" dir="auto">${row.team ?? ''}</span>${signs.slice(0, SIGNS_SHOWN).map((sign) => html`
          <span class="sign ${sign.level}" title=${sign.text}>${icon(sign.icon)}${sign.text}</span>`)}${signs.length > SIGNS_SHOWN
          ? html`<span class="more" title=${signs.slice(SIGNS_SHOWN).map((sign) => sign.text).join(', ')}>+${signs.length - SIGNS_SHOWN}</span>` : nothing}</div>
      </div>`;
  }

  #last(row) {
    if (row.status === 'ended') return words(reason(row.endedReason));
    if (row.status === 'with-agent') return words(`${row.room.agent} has the call`);
    if (row.last) {
      const last = words(row.last.final ? row.last.text : newest(row.last.text));
      return row.last.speaker === 'caller' ? last : html`<span>${speakerName(row.last.speaker)}:</span> ${last}`;
    }
    return row.status === 'ringing' ? 'ringing…' : statusName(row.status);
  }

  #empty() {
    if (!this.known) return html`<div class="empty" role="presentation"><strong>Looking for calls…</strong></div>`;
    if (this.rows.length === 0) {
      return html`<div class="empty" role="presentation"><strong>No calls right now</strong>They appear here the moment they ring.</div>`;
    }
    return html`<div class="empty" role="presentation"><strong>No call matches</strong>
      <button class="link" @click=${this.#clear}>Show all ${this.rows.length}</button></div>`;
  }

  #rowsInView() {
    return Math.ceil((this.renderRoot?.querySelector('.rows')?.clientHeight || 900) / ROW_PX) + 1;
  }

  #pick(callId) {
    this.dispatchEvent(new CustomEvent('pick', {detail: callId}));
  }

  #pickTeam(event) {
    this.team = event.target.value;
  }

  #clear() {
    this.query = '';
    this.filter = 'all';
    this.team = '';
  }

  #search(event) {
    this.query = event.target.value;
    this.from = 0;
  }

  #searchKey(event) {
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.focusRows();
      if (!this.#visible.some(({row}) => row.callId === this.selected)) this.move(1);
    } else if (event.key === 'Escape') {
      this.#clear();
      this.focusRows();
    }
  }

  #key(event) {
    const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5, Home: -Infinity, End: Infinity};
    if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(steps[event.key]);
  }

  #hold() {
    this.#heldUntil = Date.now() + HELD_MS;
  }

  #release() {
    this.#heldUntil = 0;
  }

  #scrolled(event) {
    const from = Math.max(0, Math.floor(event.target.scrollTop / ROW_PX) - 2);
    if (from !== this.from) this.from = from;
  }

  #scrollTo(place) {
    const rows = this.renderRoot.querySelector('.rows');
    const top = place * ROW_PX;
    if (top < rows.scrollTop) rows.scrollTop = top;
    else if (top + ROW_PX > rows.scrollTop + rows.clientHeight) rows.scrollTop = top + ROW_PX - rows.clientHeight;
  }
}
/** Cut where they end, in whichever direction they are read. */
function words(text) {
  return html`<span class="words" dir="auto">${text}</span>`;
}

/** The level of the weightiest sign that is more than information; else nothing. */
function levelOf(signs) {
  return signs.find((sign) => sign.level !== 'info')?.level ?? '';
}
customElements.define('call-list', CallList);
