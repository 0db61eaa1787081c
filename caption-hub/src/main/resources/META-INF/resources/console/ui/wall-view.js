// Many calls at a glance, for a supervisor or a screen on the wall: those that need someone first, two lines of each.
import {LitElement, css, html, nothing, repeat} from '../lit.js';
import {inOrderOfNeed} from '../model/attention.js';
import {duration, phone, speakerName, spokenDuration, statusName} from '../model/formats.js';
import {split} from '../model/stable-text.js';
import {icon} from './icons.js';
import {shared, signs as signStyles} from './styles.js';

/** Tiles a page: more can't be read, and each is a subscription. */
const TILES = 48;

/** Fires `pick` with a call id, `view` with the ids on show. */
class WallView extends LitElement {
  static properties = {rows: {attribute: false}, now: {type: Number}, known: {type: Boolean}, at: {state: true}};

  static styles = [shared, signStyles, css`
    :host { display: flex; flex-direction: column; height: 100%; }
    .wall { --tile: 330px; flex: 1; overflow: auto; padding: var(--s4); display: grid; gap: var(--s3); grid-template-columns: repeat(auto-fill, minmax(min(var(--tile), 100%), 1fr)); align-content: start; }
    .wall.few { --tile: 560px; font-size: 1.2em; } .wall.some { --tile: 380px; font-size: 1.07em; }
    .tile { display: grid; gap: 4px; grid-template-columns: minmax(0, 1fr); align-content: start; text-align: left; white-space: normal; padding: var(--s3) var(--s4); background: var(--panel); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: var(--radius); min-height: 132px; }
    .tile.warn, .tile.warn:hover { border-left-color: var(--warn); } .tile.bad, .tile.bad:hover { border-left-color: var(--bad); background: var(--bad-bg); }
    .row { display: flex; justify-content: space-between; gap: var(--s2); align-items: baseline; width: 100%; }
    .num { font-weight: 600; font-size: 1.07em; font-variant-numeric: tabular-nums; } .num, .team { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .dur { font: .87em var(--mono); color: var(--soft); }
    .who { font-size: .84em; font-weight: 600; display: inline-flex; gap: 5px; align-items: center; }
    .caller { color: var(--caller); } .assistant { color: var(--assistant); } .agent { color: var(--agent); }
    .lines { height: 2lh; line-height: 1.35; overflow: hidden; display: flex; flex-direction: column; justify-content: flex-end; font-size: 1.07em; width: 100%; }
    .lines > span { margin-bottom: auto; unicode-bidi: plaintext; text-align: start; overflow-wrap: anywhere; } .signs { font-size: .84em; }
    .soft { color: var(--soft); text-decoration: underline dotted; text-underline-offset: 4px; }
    div[role=listitem] { display: grid; }
    .empty { margin: auto; color: var(--soft); text-align: center; }
    /* A screen on a wall is read from across the room. */
    @media (min-width: 1600px) { .wall.some { font-size: 1.3em; } .wall.few { font-size: 1.65em; } }
    .empty strong { display: block; color: var(--ink); font-size: 17px; }
    .pages { display: flex; gap: var(--s3); justify-content: center; align-items: center; padding: var(--s2); border-top: 1px solid var(--line); background: var(--panel); color: var(--soft); }
  `];

  constructor() {
    super();
    this.rows = [];
    this.at = 0;
  }

  #ordered = [];
  #told = '';
  #focused;

  willUpdate() {
    this.#focused = this.renderRoot?.activeElement;
    this.#ordered = inOrderOfNeed(this.rows.filter((row) => row.status !== 'ended'), this.now);
    if (this.at >= this.#ordered.length) this.at = 0;
  }

  updated() {
    // A tile that is moved among the others loses the focus, and whoever walks them by Tab their place.
    if (this.#focused?.isConnected && this.renderRoot.activeElement !== this.#focused) this.#focused.focus({preventScroll: true});
    const ids = this.#ordered.slice(this.at, this.at + TILES).map(({row}) => row.callId);
    const told = [...ids].sort().join();
    if (told === this.#told) return;
    this.#told = told;
    this.dispatchEvent(new CustomEvent('view', {detail: ids}));
  }

  render() {
    const all = this.#ordered;
    if (all.length === 0) {
      return html`<div class="empty"><strong>${this.known ? 'No calls right now' : 'Looking for calls…'}</strong></div>`;
    }
    return html`<div class="wall ${all.length <= 6 ? 'few' : all.length <= 15 ? 'some' : ''}" role="list" aria-label="Live calls, those that need someone first">
        ${repeat(all.slice(this.at, this.at + TILES), ({row}) => row.callId, (entry) => this.#tile(entry))}</div>
      ${all.length > TILES ? html`<div class="pages">
        <button ?disabled=${this.at === 0} @click=${() => { this.at -= TILES; }}>Earlier</button>
        ${this.at + 1}–${Math.min(all.length, this.at + TILES)} of ${all.length}
        <button ?disabled=${this.at + TILES >= all.length} @click=${() => { this.at += TILES; }}>More</button></div>` : nothing}`;
  }

  #tile({row, signs}) {
    const level = signs.find((sign) => sign.level !== 'info')?.level ?? '';
    const running = this.now - (row.startedAt ?? this.now);
    const last = row.last;
    const [firm, soft] = last ? split(last) : ['', ''];
    return html`<div role="listitem"><button class="tile ${level}" data-call=${row.callId} @click=${() => this.dispatchEvent(new CustomEvent('pick', {detail: row.callId}))}>
      <span class="row"><span class="num">${phone(row.from)}</span><span class="dur" aria-label=${spokenDuration(running)}>${duration(running)}</span></span>
      <span class="signs"><span class="team" dir="auto">${row.team ?? ''}</span>${signs.map((sign) => html`<span class="sign ${sign.level}">${icon(sign.icon)}${sign.text}</span>`)}</span>
      ${last && row.status !== 'with-agent' ? html`<span class="who ${last.speaker}">${icon(last.speaker)}${speakerName(last.speaker)}</span>
        <span class="lines"><span>${firm}<span class="soft">${soft}</span></span></span>`
        : html`<span class="lines"><span>${row.room ? `${row.room.agent} has the call` : statusName(row.status)}</span></span>`}
    </button></div>`;
  }
}
customElements.define('wall-view', WallView);
