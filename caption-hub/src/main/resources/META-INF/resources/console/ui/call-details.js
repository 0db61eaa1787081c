// The facts beside a call: how fast it is answered, what it is, how its media fares, and its transcript to take along.
import {LitElement, css, html, nothing, svg} from '../lit.js';
import {GOOD_TURN_MS} from '../model/attention.js';
import {flickerOf} from '../model/call-record.js';
import {dayAndTime, duration, phone, reason, span} from '../model/formats.js';
import {median} from '../model/lag.js';
import {icon} from './icons.js';
import {shared} from './styles.js';

const FORMATS = [['vtt', 'WebVTT'], ['srt', 'SRT'], ['txt', 'Text'], ['json', 'JSON']];
const W = 240;
const H = 48;

/** `over` says that it lies over the call and can be closed. Fires `export` with a format, `close`. */
class CallDetails extends LitElement {
  static properties = {row: {attribute: false}, record: {attribute: false}, now: {type: Number}, exporting: {}, problem: {}, over: {type: Boolean}};

  static styles = [shared, css`
    :host { display: block; padding: var(--s4); overflow: auto; background: var(--panel); }
    h3 { font-size: 13px; color: var(--soft); margin: var(--s5) 0 var(--s2); text-transform: uppercase; letter-spacing: .04em; }
    h3:first-child { margin-top: 0; }
    .goal { float: right; text-transform: none; letter-spacing: 0; font-weight: 400; font-size: 12px; color: var(--warn); }
    .goal::before { content: ''; display: inline-block; width: 16px; margin-right: 5px; vertical-align: middle; border-top: 1px dashed; }
    dl { display: grid; gap: 4px; margin: 0; } dl div { display: flex; justify-content: space-between; gap: 12px; }
    dt { color: var(--soft); flex: none; } dd { margin: 0; min-width: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    svg.turns { width: 100%; height: ${H}px; display: block; }
    .limit { stroke: var(--warn); stroke-dasharray: 3 3; }
    .path { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
    .dot { fill: var(--accent); }
    .close { float: right; margin: -6px -8px 4px 12px; } .close ~ h3:first-of-type { margin-top: 0; }
    .none { color: var(--soft); margin: 0; font-size: 13px; }
    .exports { display: flex; gap: var(--s2); flex-wrap: wrap; }
    .problem { color: var(--bad); font-size: 13px; margin: 6px 0 0; }
  `];

  render() {
    const {row, record} = this;
    if (!row) return nothing;
    const turns = record?.turns ?? [];
    const flicker = record ? flickerOf(record) : undefined;
    const media = record?.media;
    // To the platform a call is over when an agent has taken it; to those who talk it is not.
    const ended = row.status !== 'with-agent';
    return html`
      ${this.over ? html`<button class="close quiet" aria-label="Close details" @click=${() => this.dispatchEvent(new Event('close'))}>${icon('failed')}</button>` : nothing}
      <h3>Response time${turns.length ? html`<span class="goal" aria-hidden="true">${span(GOOD_TURN_MS)}</span>` : nothing}</h3>
      ${turns.length === 0 ? html`<p class="none">Shown from the first answer on.</p>` : html`
        ${sparkline(turns.map((turn) => turn.ms))}
        <dl>${fact('median', span(median(turns.map((turn) => turn.ms))))}${fact('slowest', span(Math.max(...turns.map((turn) => turn.ms))))}
          ${fact('turns', turns.length)}</dl>`}
      <h3>Call</h3>
      <dl>
        ${fact('Route', row.route)}
        ${fact('Assistant', row.assistant ? html`<bdi title=${row.assistantId}>${row.assistant}</bdi>` : short(row.assistantId))}
        ${fact('Dialled', row.to && phone(row.to))}
        ${fact('Team', row.team)}
        ${fact('Started', row.startedAt && dayAndTime(row.startedAt, this.now))}
        ${fact('Ended', ended && row.endedAt && dayAndTime(row.endedAt, this.now))}
        ${fact('Lasted', ended && row.endedAt && row.startedAt && duration(row.endedAt - row.startedAt))}
        ${fact('Ended by', ended && row.endedReason && reason(row.endedReason))}
        ${fact('Barge-ins', row.bargeIns)}
        ${fact('Caption flicker', flicker === undefined ? undefined : html`<span title="Words taken back per word kept; under 0.20 is steady">${flicker.toFixed(2)}</span>`)}
      </dl>
      ${media ? html`<h3>Media</h3><dl>${fact('Lost frames', media.lostFrames)}${fact('Jitter', media.jitterMs === undefined ? undefined : span(media.jitterMs))}
        ${fact('Latency', media.latencyMs === undefined ? undefined : span(media.latencyMs))}</dl>` : nothing}
      <h3>Export</h3>
      <div class="exports">${FORMATS.map(([format, name]) => html`<button ?disabled=${this.exporting === format}
        @click=${() => this.dispatchEvent(new CustomEvent('export', {detail: format}))}>${icon('file')}${name}</button>`)}</div>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }
}

/** Of an id made by machines its beginning; the whole of it in a tooltip. */
function short(id) {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id ?? '') ? html`<span title=${id}>${id.slice(0, 8)}…</span>` : id;
}

function fact(name, value) {
  return value === undefined || value === null || value === false || value === '' ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function sparkline(values) {
  const most = Math.max(GOOD_TURN_MS * 1.25, ...values);
  const x = (i) => (values.length === 1 ? W / 2 : 4 + i * (W - 8) / (values.length - 1));
  const y = (ms) => H - 4 - ms / most * (H - 8);
  const told = `Response time of ${values.length} turns, median ${span(median(values))}, dashed line at ${span(GOOD_TURN_MS)}`;
  return html`<svg class="turns" viewBox="0 0 ${W} ${H}" preserveAspectRatio="none" role="img" aria-label=${told}>
    <line class="limit" x1="0" x2=${W} y1=${y(GOOD_TURN_MS)} y2=${y(GOOD_TURN_MS)}></line>
    ${values.length === 1 ? svg`<circle class="dot" cx=${x(0)} cy=${y(values[0])} r="3"></circle>`
      : svg`<polyline class="path" points=${values.map((ms, i) => `${x(i).toFixed(1)},${y(ms).toFixed(1)}`).join(' ')}></polyline>`}
  </svg>`;
}
customElements.define('call-details', CallDetails);
