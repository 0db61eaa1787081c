// Keys, and what the signs mean. Single-letter keys can be switched off: they get in the way of speech input.
import {LitElement, css, html} from '../lit.js';
import {COMMANDS} from '../model/commands.js';
import {icon} from './icons.js';
import {keepKeys} from './keys.js';
import {shared, signs as signStyles} from './styles.js';

const KEYS = [['↑ ↓', 'previous or next call'], ['N', 'next call that needs someone'], ['/', 'search'], ['V', 'large captions'],
  ['L', 'live calls'], ['W', 'wall'], ['H', 'ended calls'], ['?', 'this help'], ['Esc', 'out of a field or a dialog']];
const SIGNS = [['bad', 'person', 'asks for a person', 'The caller said so, or the assistant asked for one.'],
  ['warn', 'silent', 'silent', 'Nobody has spoken for 10 seconds; red from 30.'],
  ['warn', 'cut', 'barge-ins', 'The caller cut the assistant off.'],
  ['warn', 'transfer', 'being transferred', 'On the way to a person or a number.'],
  ['', 'ringing', 'ringing', 'Not answered yet.'], ['', 'muted', 'muted', 'Someone muted the assistant or the caller.'],
  ['', 'headset', 'with an agent', 'A person has taken over. Supervisors can join: O, K, B.']];

class HelpDialog extends LitElement {
  static properties = {keys: {type: Boolean}};

  static styles = [shared, signStyles, css`
    dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--raised); color: var(--ink); padding: 22px; width: min(940px, calc(100vw - 24px)); max-height: calc(100dvh - 40px); overflow: auto; }
    dialog::backdrop { background: rgb(10 14 20 / .45); }
    h2 { margin: 0 0 var(--s3); font-size: 18px; } h3 { font-size: 13px; color: var(--soft); text-transform: uppercase; letter-spacing: .04em; margin: 0 0 var(--s2); }
    .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(236px, 1fr)); gap: var(--s5); }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 12px; margin: 0; } dt, dd { margin: 0; }
    .sign { font-size: 13.5px; } .why { color: var(--soft); font-size: 13px; }
    .foot { display: flex; justify-content: space-between; gap: var(--s3); align-items: center; margin-top: var(--s4); flex-wrap: wrap; position: sticky; bottom: -22px; margin-bottom: -22px; padding-bottom: 22px; background: var(--raised); }
    label { display: flex; gap: 8px; align-items: center; }
    li { margin-bottom: 8px; } ul { list-style: none; margin: 0; padding: 0; }
  `];

  open() {
    const dialog = this.renderRoot.querySelector('dialog');
    dialog.showModal();
    // The focus went to what is at its end; who reads begins at the top.
    dialog.scrollTop = 0;
  }

  render() {
    return html`<dialog aria-labelledby="title" @keydown=${keepKeys}>
      <h2 id="title">Keys and signs</h2>
      <div class="columns">
        <section><h3>Getting around</h3>${list(KEYS)}</section>
        <section><h3>The open call</h3>${list(COMMANDS.map(({key, name}) => [key, name.replace('…', '').toLowerCase()]))}</section>
        <section><h3>Signs</h3><ul>${SIGNS.map(([level, sign, name, why]) => html`<li>
          <span class="sign ${level}">${icon(sign)}${name}</span><div class="why">${why}</div></li>`)}</ul></section>
      </div>
      <div class="foot"><label><input type="checkbox" .checked=${this.keys} @change=${this.#switch}>Single-letter keys</label>
        <button class="primary" autofocus @click=${() => this.renderRoot.querySelector('dialog').close()}>Close</button></div>
    </dialog>`;
  }

  #switch(event) {
    this.dispatchEvent(new CustomEvent('keys', {detail: event.target.checked}));
  }
}
function list(keys) {
  return html`<dl>${keys.map(([key, name]) => html`<dt><kbd>${key}</kbd></dt><dd>${name}</dd>`)}</dl>`;
}
customElements.define('help-dialog', HelpDialog);
