// What was said, in order. Follows the newest line until the reader scrolls up, and says how much came meanwhile.
import {LitElement, css, html, nothing, repeat} from '../lit.js';
import {GOOD_TURN_MS} from '../model/attention.js';
import {heardAndUnheard, saidAt, timeline} from '../model/call-record.js';
import {commandName, reason, span, speakerName, timeOfDay} from '../model/formats.js';
import {occurrences, pieces} from '../model/search.js';
import {icon} from './icons.js';
import {shared} from './styles.js';

/** Lines drawn at once; older ones come on demand, so that a call of hours costs no more than one of minutes. */
const LINES = 200;
const NEAR_END_PX = 48;

class CallTranscript extends LitElement {
  static properties = {
    settled: {attribute: false}, notes: {attribute: false}, query: {}, live: {type: Boolean}, follow: {type: Boolean}, agent: {},
    lines: {state: true}, away: {state: true}, missed: {state: true},
  };

  static styles = [shared, css`
    :host { display: block; position: relative; min-height: 0; flex: 1; }
    .scroll { height: 100%; overflow: auto; padding: var(--s4) var(--s5); display: flex; flex-direction: column; gap: var(--s2); overflow-anchor: none; }
    .scroll:focus-visible { outline-offset: -2px; }
    .line { display: grid; grid-template-columns: 68px 104px minmax(0, 1fr); gap: 0 var(--s3); max-width: 880px; }
    time { font: 12.5px/2.1 var(--mono); color: var(--faint); }
    .who { font-size: 13px; font-weight: 600; line-height: 1.95; display: inline-flex; gap: 6px; align-items: center; align-self: start; }
    p { margin: 0; padding: 3px 10px; border-radius: 8px; border-left: 3px solid; overflow-wrap: anywhere; justify-self: start; }
    .caller .who { color: var(--caller); } .caller p { background: var(--caller-bg); border-color: var(--caller); }
    .assistant .who { color: var(--assistant); } .assistant p { background: var(--assistant-bg); border-left-style: double; border-left-width: 4px; border-color: var(--assistant); }
    .agent .who { color: var(--agent); } .agent p { background: var(--agent-bg); border-left-style: dashed; border-color: var(--agent); }
    .unheard { color: var(--faint); text-decoration: line-through; text-decoration-thickness: 1px; }
    /* One who speaks on is named once; screen readers hear the name with every line. */
    .again { margin-top: -5px; }
    .cut { font-size: 12.5px; color: var(--warn); font-weight: 600; margin-left: 6px; white-space: nowrap; }
    .note { grid-column: 2 / 4; color: var(--soft); font-size: 13px; padding: 1px 2px; }
    .after.slow { color: var(--warn); }
    .after { grid-column: 3; color: var(--soft); font-size: 12.5px; padding: 1px 2px 0 12px; }
    .event { color: var(--soft); font-size: 13px; grid-column: 2 / 4; display: flex; gap: 6px; align-items: center; padding: 3px 0; flex-wrap: wrap; }
    .event .failed { color: var(--bad); font-weight: 600; }
    .event time { display: none; }
    .jump { position: absolute; bottom: 12px; left: 50%; transform: translateX(-50%); border-radius: 99px; box-shadow: 0 4px 16px rgb(0 0 0 / .18); background: var(--raised); border-color: var(--edge); }
    .more { align-self: center; }
    .empty { margin: auto; color: var(--soft); text-align: center; padding: var(--s5); }
    @container call (max-width: 560px) {
      .scroll { padding: var(--s3); }
      .line { grid-template-columns: 1fr auto; gap: 1px var(--s2); }
      .line[data-note] time, .again time { display: none; }
      .who { grid-area: 1 / 1; } time { grid-area: 1 / 2; line-height: 1.95; } p { grid-column: 1 / 3; } .note, .after, .event { grid-column: 1 / 3; }
    }
    @media print { .scroll { overflow: visible; height: auto; } .jump, .more { display: none; } }
  `];

  #resized;
  #ownTop = -1;

  constructor() {
    super();
    this.settled = [];
    this.notes = [];
    this.query = '';
    this.lines = LINES;
    this.away = false;
    this.missed = 0;
  }

  /** Another call: one that is followed begins at its newest line, any other at its first. */
  reset() {
    if (this.#scroll) this.#scroll.scrollTop = 0;
    this.#ownTop = -1;
    this.lines = LINES;
    this.away = false;
    this.missed = 0;
  }

  scrollByPage(direction) {
    const scroll = this.#scroll;
    scroll.scrollBy({top: direction * scroll.clientHeight * .85});
  }

  willUpdate(changed) {
    this.#noticeReader();
    const before = changed.get('settled');
    if (this.away && before && this.settled.length > before.length) this.missed += this.settled.length - before.length;
  }

  render() {
    const all = timeline(this);
    const query = this.query.trim();
    const found = query ? all.filter((line) => line.text !== undefined && occurrences(line.text, query) > 0) : all;
    const shown = found.slice(-this.lines);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Transcript" @scroll=${this.#scrolled}>
        ${found.length > shown.length ? html`<button class="more" @click=${this.#earlier}>
          Show ${Math.min(LINES, found.length - shown.length)} earlier lines</button>` : nothing}
        ${found.length === 0 ? html`<div class="empty">${query ? 'These words were not said in this call.'
          : this.live ? 'Nothing said yet. Captions appear here as people speak.' : 'Nothing was said in this call.'}</div>` : nothing}
        ${repeat(shown, (line) => line.key, (line, i) => (line.kind ? this.#event(line) : this.#utterance(line, shown[i - 1])))}
      </div>
      ${this.away && this.follow ? html`<button class="jump" @click=${this.#toEnd}>${icon('down')}
        ${this.missed ? `${this.missed} new, jump to now` : 'Jump to now'}</button>` : nothing}`;
  }

  firstUpdated() {
    // A panel that opens below, or a view that was hidden, changes what fits: the newest line stays in sight.
    this.#resized = new ResizeObserver(() => {
      this.#noticeReader();
      this.#stick();
    });
    this.#resized.observe(this.#scroll);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#resized.observe(this.#scroll);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized?.disconnect();
  }

  updated() {
    this.#stick();
  }

  /** The browser tells of scrolling a frame late: a line that comes before must not pull the reader back. */
  #noticeReader() {
    const scroll = this.#scroll;
    if (!scroll || this.away || !this.follow || this.#ownTop < 0 || scroll.scrollTop >= this.#ownTop - 1) return;
    if (this.#belowView(scroll) > NEAR_END_PX) this.away = true;
  }

  #belowView({scrollTop, scrollHeight, clientHeight}) {
    return scrollHeight - scrollTop - clientHeight;
  }

  #stick() {
    if (this.away || !this.follow) return;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#ownTop = this.#scroll.scrollTop;
  }

  get #scroll() {
    return this.renderRoot?.querySelector('.scroll');
  }

  #utterance(line, before) {
    const again = before?.speaker === line.speaker;
    const {heard, unheard} = heardAndUnheard(line);
    const name = line.speaker === 'agent' && this.agent ? `Agent ${this.agent}` : speakerName(line.speaker);
    return html`
      <div class="line ${line.speaker} ${again ? 'again' : ''}" data-utterance=${line.utterance}>
        <time datetime=${new Date(saidAt(line)).toISOString()}>${timeOfDay(saidAt(line))}</time>
        <span class="who">${again ? html`<span class="seen-by-readers">${name}</span>` : html`${icon(line.speaker)}${name}`}</span>
        <p dir="auto">${this.#text(heard)}${unheard ? html`<span class="unheard"><span class="seen-by-readers">not heard: </span>${this.#text(unheard)}</span>` : nothing}
          ${line.cut ? html`<span class="cut">${icon('cut')} cut off by the caller</span>` : nothing}
          ${line.unfinished ? html`<span class="cut">unfinished</span>` : nothing}</p>
        ${line.answeredMs === undefined ? nothing : html`<span class="after ${line.answeredMs > GOOD_TURN_MS ? 'slow' : ''}">answered after ${span(line.answeredMs)}</span>`}
      </div>`;
  }

  #event(line) {
    return html`<div class="line" data-note=${line.kind}><time>${timeOfDay(saidAt(line))}</time>
      <span class="event">${this.#told(line)}</span></div>`;
  }

  #told(line) {
    switch (line.kind) {
      case 'tool': return html`${icon('tool')} ${line.name} · ${outcome(line.outcome)}${line.durationMs === undefined ? '' : ` · ${span(line.durationMs)}`}`;
      case 'command': return html`${icon(line.outcome === 'done' ? 'done' : 'failed')} ${commandName(line.command)} ·
        ${outcome(line.outcome)}${line.by ? ` · by ${line.by}` : ''}${line.detail ? ` · ${line.detail}` : ''}`;
      case 'status': return html`${icon('transfer')} being transferred`;
      case 'ended': return html`${icon('ended')} call ended · ${reason(line.reason)}`;
      default: return nothing;
    }
  }

  #text(text) {
    const query = this.query.trim();
    if (!query) return text;
    return pieces(text, query).map((piece) => (piece.hit ? html`<mark>${piece.text}</mark>` : piece.text));
  }

  #scrolled() {
    const {scrollTop} = this.#scroll;
    // Our own scrolling is told of late, when more lines may have come: it is not the reader who went away.
    if (!this.away && Math.abs(scrollTop - this.#ownTop) < 2) return;
    const away = this.#belowView(this.#scroll) > NEAR_END_PX;
    if (away === this.away) return;
    this.away = away;
    if (!away) this.missed = 0;
  }

  #toEnd() {
    this.#ownTop = -1;
    this.away = false;
    this.missed = 0;
    this.#scroll.focus();
  }

  async #earlier() {
    const scroll = this.#scroll;
    const fromEnd = scroll.scrollHeight - scroll.scrollTop;
    this.away = true;
    this.lines += LINES;
    await this.updateComplete;
    scroll.scrollTop = scroll.scrollHeight - fromEnd;
    scroll.focus();
  }
}

function outcome(value) {
  return value === 'failed' || value === 'error' ? html`<span class="failed">${value}</span>` : value;
}
customElements.define('call-transcript', CallTranscript);
