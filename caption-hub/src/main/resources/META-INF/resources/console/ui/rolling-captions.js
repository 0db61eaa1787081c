// What is being said this moment: two lines a speaker, words that hold firm, words that may still change marked as such.
import {LitElement, css, html, nothing} from '../lit.js';
import {speakerName} from '../model/formats.js';
import {split} from '../model/stable-text.js';
import {icon} from './icons.js';
import {shared} from './styles.js';

const ORDER = ['assistant', 'caller', 'agent'];

class RollingCaptions extends LitElement {
  static properties = {open: {attribute: false}, last: {attribute: false}, speaking: {attribute: false}, ended: {type: Boolean}};

  static styles = [shared, css`
    :host { display: block; container-type: inline-size; }
    .speakers { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: var(--s5); }
    .lbl { font-size: 13px; font-weight: 600; display: flex; gap: 6px; align-items: center; }
    .caller .lbl { color: var(--caller); } .assistant .lbl { color: var(--assistant); } .agent .lbl { color: var(--agent); }
    .idle .lbl, .none { color: var(--soft); }
    .pulse { width: 8px; height: 8px; border-radius: 50%; background: currentColor; animation: pulse 1.2s ease-in-out infinite; }
    @keyframes pulse { 50% { opacity: .25; } }
    .lines {
      height: 2lh; overflow: hidden; display: flex; flex-direction: column; justify-content: flex-end;
      font-size: var(--captions-size, 24px); line-height: 1.35; margin-top: 2px;
    }
    /* Text that fits stands on the first line; what does not rolls up and leaves by the top. */
    p { margin: 0 0 auto; max-width: 44ch; overflow-wrap: anywhere; }
    p:dir(rtl) { margin-left: auto; }
    .soft { color: var(--faint); text-decoration: underline dotted; text-decoration-thickness: 1px; text-underline-offset: 5px; }
    .idle p { color: var(--soft); }
    @container (max-width: 560px) { .speakers { grid-auto-flow: row; gap: var(--s2); } .lines { font-size: var(--captions-size, 20px); } }
  `];

  constructor() {
    super();
    this.open = {};
    this.speaking = {};
  }

  render() {
    const talking = ORDER.filter((speaker) => this.open[speaker]);
    return html`<div class="speakers">${talking.length
      ? talking.map((speaker) => this.#open(speaker, this.open[speaker]))
      : this.#idle()}</div>`;
  }

  #open(speaker, utterance) {
    const [firm, soft] = split(utterance);
    return html`<div class=${speaker} data-speaker=${speaker} data-revision=${utterance.revision}>
      <span class="lbl"><span class="pulse"></span>${icon(speaker)} ${speakerName(speaker)} is speaking</span>
      <div class="lines"><p dir="auto"><span class="firm">${firm}</span><span class="soft">${soft}</span></p></div></div>`;
  }

  #idle() {
    if (this.ended) return html`<div class="idle"><span class="lbl">${icon('ended')} The call has ended</span><div class="lines"></div></div>`;
    const speaker = ORDER.find((one) => this.speaking[one]);
    if (speaker) {
      return html`<div class=${speaker}><span class="lbl"><span class="pulse"></span>${icon(speaker)} ${speakerName(speaker)} is speaking</span>
        <div class="lines"><p class="none">…</p></div></div>`;
    }
    if (!this.last) return html`<div class="idle"><span class="lbl">Nobody has spoken yet</span><div class="lines"></div></div>`;
    return html`<div class="idle"><span class="lbl">${icon(this.last.speaker)} ${speakerName(this.last.speaker)} said</span>
      <div class="lines"><p dir="auto">${this.last.text}${this.last.cut ? html`<span class="seen-by-readers"> (cut off)</span>` : nothing}</p></div></div>`;
  }
}
customElements.define('rolling-captions', RollingCaptions);
