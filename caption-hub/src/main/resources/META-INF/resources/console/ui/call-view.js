// One call, whole: its head, what was said, what is being said, and the commands.
import {LitElement, css, html, nothing} from '../lit.js';
import {signsOf} from '../model/attention.js';
import {lastWords} from '../model/call-record.js';
import {commandsFor} from '../model/commands.js';
import {commandName, duration, phone, reason, spokenDuration, statusName} from '../model/formats.js';
import './call-details.js';
import './call-transcript.js';
import './command-dialog.js';
import {icon} from './icons.js';
import './rolling-captions.js';
import {shared, signs as signStyles} from './styles.js';

const VIEW_KEPT_AS = 'liveline.captions-only';

/** `who` is the person at the screen. Fires `back`, `command` ({callId, body}), `dismiss` (an id), `export` (a format). */
class CallView extends LitElement {
  static properties = {
    row: {attribute: false}, record: {attribute: false}, now: {type: Number}, denied: {type: Boolean}, commands: {attribute: false},
    teams: {attribute: false}, who: {attribute: false}, exporting: {}, exportProblem: {}, query: {state: true}, captionsOnly: {state: true}, details: {state: true},
  };

  static styles = [shared, signStyles, css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto; min-height: 0; min-width: 0; }
    main { display: flex; flex-direction: column; min-width: 0; min-height: 0; container: call / inline-size; }
    .head { padding: 10px var(--s5); border-bottom: 1px solid var(--line); background: var(--panel); display: flex; gap: 6px var(--s3); align-items: center; flex-wrap: wrap; }
    h2 { font-size: 18px; margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    /* Long names are cut before anything is moved to a row of its own. */
    .chip.optional { flex: 100 1 56px; max-width: max-content; min-width: 0; } .chip.assistant { flex-basis: 84px; }
    .chip bdi { overflow: hidden; text-overflow: ellipsis; }
    .back { display: none; }
    .sp { flex: 1; }
    .find { position: relative; flex: 1 1 130px; max-width: 190px; margin-left: auto; }
    .find .icon { position: absolute; left: 9px; top: 10px; color: var(--soft); }
    .find input[type=search] { padding: 5px 8px 5px 30px; }
    .tools { display: flex; gap: var(--s2); }
    .signs { font-size: 13px; flex-basis: 100%; order: 5; } .signs:empty { display: none; }
    .cmd button { font-size: 14px; padding: 7px 9px; gap: 5px; }
    button[aria-pressed=true] { background: var(--accent-soft); border-color: var(--accent); }
    button[aria-pressed=true]:disabled { opacity: 1; font-weight: 600; cursor: default; }
    .head button { padding: 4px 10px; }
    .rolling { border-top: 1px solid var(--line); background: var(--panel); padding: var(--s3) var(--s5); }
    .rolling.only { flex: 1; border: 0; display: grid; align-content: center; --captions-size: clamp(26px, 5.2cqi, 64px); }
    .cmd { display: flex; gap: 6px; padding: var(--s3) var(--s5); border-top: 1px solid var(--line); background: var(--panel); flex-wrap: wrap; }
    .outcomes { display: grid; gap: 8px; padding: 8px var(--s5); background: var(--panel); } .outcomes:empty { padding: 0; }
    .outcome { display: flex; gap: 8px; align-items: center; padding: 6px 12px; border-radius: 8px; background: var(--accent-soft); font-size: 14px; }
    .outcome.done { background: var(--agent-bg); color: var(--agent); }
    .outcome.failed { background: var(--bad-bg); color: var(--bad); font-weight: 600; }
    .outcome.unconfirmed { background: var(--warn-bg); color: var(--warn); }
    .outcome button { margin-left: auto; padding: 0 8px; background: none; border-color: currentColor; }
    .banner.agent { background: var(--agent-bg); color: var(--agent); }
    .banner { padding: 8px var(--s5); background: var(--warn-bg); color: var(--warn); border-bottom: 1px solid var(--line); }
    call-details { width: 258px; border-left: 1px solid var(--line); }
    .middle { margin: auto; text-align: center; color: var(--soft); padding: var(--s5); }
    .middle strong { color: var(--ink); display: block; font-size: 17px; margin-bottom: 4px; }
    .toggle-details { display: none; }
    /* What says more than there is room for goes first: the keys (they stay in the tooltips and in the help), then words that an icon says, too. */
    @container call (max-width: 940px) { .wide { display: none; } }
    @container call (max-width: 880px) { .cmd kbd { display: none; } .cmd button { padding: 7px 10px; } }
    @container call (max-width: 760px) {
      .head kbd, .chip.assistant { display: none; } .head button { padding: 6px 9px; }
      .head, .rolling, .cmd, .banner, .outcomes { padding-inline: var(--s4); } .cmd button { padding: 7px 8px; }
    }
    @media (max-width: 1100px) {
      .toggle-details { display: inline-flex; }
      call-details { display: none; }
      call-details.open { display: block; position: absolute; inset: 0 0 0 auto; width: min(320px, 92vw); z-index: 2; box-shadow: -12px 0 40px rgb(0 0 0 / .25); }
      :host { position: relative; }
    }
    @media (max-width: 680px) {
      .back { display: inline-flex; }
      .head { padding: 8px var(--s3); } .rolling { padding: var(--s2) var(--s3); } .cmd { padding: var(--s2) var(--s3); }
      .cmd kbd, .head kbd, .chip.optional, .find { display: none; }
      .tools { margin-left: auto; } .chip { order: 4; } .signs { flex-basis: auto; } .cmd .sp { display: none; } .cmd button { flex: 1 1 auto; justify-content: center; padding: 7px 5px; font-size: 13px; }
      .outcomes { padding-inline: var(--s3); }
    }
    @media (pointer: coarse) { .cmd kbd { display: none; } }
    /* A low window, or a page that was zoomed a lot: what is said comes before what frames it. */
    @media (max-height: 560px) { .rolling:not(.only) { --captions-size: 17px; padding-block: 6px; } .cmd { padding-block: 6px; } .head { padding-block: 5px; } }
  `];

  /** The call the dialog speaks of, whatever is shown behind it by the time it is answered. */
  #askedOf;

  constructor() {
    super();
    this.query = '';
    this.captionsOnly = localStorage.getItem(VIEW_KEPT_AS) === 'yes';
    this.details = false;
  }

  /** Opens the dialog of the command with this key; tells whether there was one. */
  askByKey(key) {
    const command = this.#commands.find((one) => one.key === key.toUpperCase() && !one.on);
    if (!command) return false;
    this.#ask(command);
    return true;
  }

  toggleCaptions() {
    this.captionsOnly = !this.captionsOnly;
    localStorage.setItem(VIEW_KEPT_AS, this.captionsOnly ? 'yes' : 'no');
  }

  /** Closes the details where they lie over the call; tells whether they did. */
  closeDetails() {
    if (!this.details) return false;
    this.details = false;
    this.renderRoot.querySelector('.toggle-details')?.focus();
    return true;
  }

  scrollByPage(direction) {
    this.renderRoot.querySelector('call-transcript')?.scrollByPage(direction);
  }

  get #commands() {
    return this.denied || this.record?.erased ? [] : commandsFor(this.row, this.who);
  }

  willUpdate(changed) {
    if (changed.has('row') && changed.get('row')?.callId !== this.row?.callId) {
      this.query = '';
      this.details = false;
      this.renderRoot?.querySelector('call-transcript')?.reset();
    }
  }

  render() {
    const {row, record} = this;
    if (this.denied) return this.#middle('This call is not yours to see', 'It belongs to another team, or it is no longer kept.');
    if (!row) return this.#middle('No call chosen', html`Pick one from the list, or press <kbd>N</kbd> for the next that needs someone.`);
    if (record?.erased) return this.#middle('This call was erased', 'Its captions are gone from every system, and from this page.');
    const running = (row.status === 'ended' ? row.endedAt : this.now) - row.startedAt;
    const withAgent = row.status === 'with-agent';
    const live = row.status !== 'ended' && !withAgent;
    const commands = this.#commands;
    return html`
      <main aria-label="Call">
        <div class="head">
          <button class="back" @click=${this.#back} aria-label="Back to the list">${icon('back')}</button>
          <h2>${phone(row.from)}</h2>
          <span class="chip status">${statusName(row.status)}${Number.isFinite(running) ? html`<span> · <span role="timer"
            aria-label=${spokenDuration(running)}>${duration(running)}</span></span>` : nothing}</span>
          ${row.team ? html`<span class="chip optional" title=${row.team}><bdi>${row.team}</bdi></span>` : nothing}
          ${row.assistant ? html`<span class="chip optional assistant" title="Assistant: ${row.assistant}">${icon('assistant')}<span class="seen-by-readers">assistant </span><bdi>${row.assistant}</bdi></span>` : nothing}
          ${live || withAgent ? html`<span class="signs">${signsOf(row, this.now).filter((sign) => sign.key !== 'ringing' && !(withAgent && sign.key === 'agent')).map((sign) => html`
            <span class="sign ${sign.level}">${icon(sign.icon)}${sign.text}</span>`)}</span>` : nothing}
          <span class="find">${icon('search')}<input type="search" placeholder="Find in this call" aria-label="Find in this call"
            .value=${this.query} @input=${(event) => { this.query = event.target.value; }}></span>
          <span class="tools">
            ${live ? html`<button class="toggle-captions" aria-label="Large captions" title="Large captions (V)" aria-pressed=${this.captionsOnly ? 'true' : 'false'}
              @click=${this.toggleCaptions}>${icon('large')}<span class="wide">Large captions</span><kbd>V</kbd></button>` : nothing}
            <button class="toggle-details" aria-label="Details" title="Details" aria-expanded=${this.details ? 'true' : 'false'}
              @click=${this.#toggleDetails}>${icon('details')}<span class="wide">Details</span></button>
          </span>
        </div>
        ${record?.status === 'unknown' ? html`<div class="banner" role="status">This call has not begun. Its captions appear here when it does.</div>` : nothing}
        ${row.status === 'ended' ? html`<div class="banner" role="status">${icon('ended')} Ended: ${reason(row.endedReason)}</div>` : nothing}
        ${withAgent ? html`<div class="banner agent" role="status">${icon('headset')} ${row.room.agent} has the call. The assistant is out, so what is said from here on is not captioned.${
          commands.length ? ' You can join it by phone.' : ''}</div>` : nothing}
        ${this.captionsOnly && live ? nothing : html`<call-transcript .settled=${record?.settled ?? []} .notes=${record?.notes ?? []}
          .query=${this.query} .live=${live} follow></call-transcript>`}
        ${live ? html`
          <div class="rolling ${this.captionsOnly ? 'only' : ''}">
            <rolling-captions .open=${record?.open ?? {}} .speaking=${record?.speaking ?? {}} .last=${record && lastWords(record)}></rolling-captions>
          </div>` : nothing}
        <div class="outcomes" role="status">${(this.commands ?? []).map((sent) => this.#outcome(sent))}</div>
        ${commands.length ? html`<div class="cmd" role="group" aria-label="Commands">${commands.map((command) => this.#button(command))}</div>` : nothing}
      </main>
      <call-details class=${this.details ? 'open' : ''} .over=${this.details} @close=${this.closeDetails} .row=${row} .record=${record} .now=${this.now} .exporting=${this.exporting}
        .problem=${this.exportProblem} @export=${this.#export}></call-details>
      <command-dialog .teams=${this.teams ?? []} @send=${this.#send}></command-dialog>`;
  }

  #button(command) {
    return html`${command.danger ? html`<span class="sp"></span>` : nothing}
      <button class="${command.primary ? 'primary' : ''} ${command.danger ? 'danger' : ''}" data-command=${command.kind}
        aria-keyshortcuts=${command.key} title=${`${command.name} (${command.key})`} ?disabled=${command.on} aria-pressed=${command.on === undefined ? nothing : String(command.on)} @click=${() => this.#ask(command)}>${command.name}<kbd>${command.key}</kbd></button>`;
  }

  #outcome({id, kind, state, detail}) {
    const said = {sending: 'sending…', accepted: 'accepted, waiting for the call to confirm…', 'under-way': 'under way', done: 'done',
      failed: 'failed', unconfirmed: 'accepted, but not confirmed by the call'}[state];
    const sign = {done: 'done', failed: 'failed'}[state] ?? 'waiting';
    return html`<div class="outcome ${state}" data-outcome=${state} data-kind=${kind}>${icon(sign)}
      <span>${commandName(kind)}: ${said}${detail ? ` · ${detail}` : ''}</span>
      ${state === 'failed' || state === 'unconfirmed' ? html`<button aria-label="Dismiss" @click=${() => this.dispatchEvent(new CustomEvent('dismiss', {detail: id}))}>OK</button>` : nothing}</div>`;
  }

  #middle(title, text) {
    return html`<main><div class="middle"><button class="back" @click=${this.#back}>${icon('back')} Calls</button>
      <strong>${title}</strong>${text}</div></main>`;
  }

  #ask(command) {
    this.#askedOf = this.row.callId;
    this.renderRoot.querySelector('command-dialog').ask(command, phone(this.row.from));
  }

  #send(event) {
    this.dispatchEvent(new CustomEvent('command', {detail: {callId: this.#askedOf, body: event.detail}}));
  }

  #export(event) {
    this.dispatchEvent(new CustomEvent('export', {detail: event.detail}));
  }

  #toggleDetails() {
    this.details = !this.details;
  }

  #back() {
    this.dispatchEvent(new Event('back'));
  }
}
customElements.define('call-view', CallView);
