// Asks before a command is sent: what it will do, what it needs, and a way out. Nothing is sent without this.
import {LitElement, css, html, nothing} from '../lit.js';
import {bodyOf, fieldsNow, firstChoice} from '../model/commands.js';
import {icon} from './icons.js';
import {keepKeys} from './keys.js';
import {shared} from './styles.js';

const REMEMBERED = 'liveline.command.';

/** `ask(command, about)` opens it; fires `send` with the command's body. */
class CommandDialog extends LitElement {
  static properties = {command: {state: true}, about: {state: true}, values: {state: true}, problem: {state: true}, teams: {attribute: false}};

  static styles = [shared, css`
    dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--raised); color: var(--ink); padding: 0; width: min(460px, calc(100vw - 24px)); box-shadow: 0 16px 60px rgb(0 0 0 / .3); }
    dialog::backdrop { background: rgb(10 14 20 / .45); }
    form { display: grid; gap: var(--s3); padding: 22px; }
    h2 { margin: 0; font-size: 18px; display: flex; gap: 10px; align-items: center; }
    p { margin: 0; color: var(--soft); }
    label { font-weight: 600; display: grid; gap: 4px; }
    label.flag { font-weight: 400; display: flex; gap: 8px; align-items: center; }
    fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: var(--s4); flex-wrap: wrap; }
    legend { font-weight: 600; padding: 0; margin-bottom: 4px; }
    .hint { font-weight: 400; color: var(--soft); font-size: 13px; }
    .problem { color: var(--bad); background: var(--bad-bg); border-left: 3px solid; border-radius: 8px; padding: 6px 12px; }
    textarea, input { font-weight: 400; }
    textarea { min-height: 84px; resize: vertical; }
    .buttons { display: flex; gap: var(--s2); justify-content: flex-end; margin-top: var(--s1); }
  `];

  constructor() {
    super();
    this.values = {};
    this.teams = [];
  }

  async ask(command, about) {
    this.command = command;
    this.about = about;
    this.problem = undefined;
    this.values = Object.fromEntries(command.fields.map((field) => [field.name, this.#initial(command, field)]));
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector('dialog');
    dialog.showModal();
    // Ending a call is the one thing Enter must not do by accident.
    const first = dialog.querySelector(command.danger ? '.cancel' : 'textarea, input:not([type=checkbox]):not([type=radio]), button.primary');
    first?.focus();
  }

  render() {
    const {command} = this;
    if (!command) return html`<dialog></dialog>`;
    return html`
      <dialog aria-labelledby="ask" aria-describedby="why" @keydown=${this.#key}>
        <form @submit=${this.#submit} novalidate>
          <h2 id="ask">${icon(command.icon)} ${command.ask}</h2>
          <p id="why"><strong>${this.about}</strong> · ${command.why}</p>
          ${fieldsNow(command, this.values).map((field) => this.#field(field))}
          ${this.problem ? html`<p class="problem" id="problem" role="alert">${this.problem.problem}</p>` : nothing}
          <div class="buttons">
            <button type="button" class="cancel" @click=${this.#close}>Cancel<kbd>Esc</kbd></button>
            <button class="primary ${command.danger ? 'danger' : ''}" name="confirm">${command.send}</button>
          </div>
        </form>
      </dialog>`;
  }

  #field(field) {
    const wrong = this.problem?.field === field.name;
    const change = (event) => {
      const value = field.type === 'flag' ? event.target.checked : event.target.value;
      this.values = {...this.values, [field.name]: value};
      if (wrong) this.problem = undefined;
    };
    switch (field.type) {
      case 'flag': return html`<label class="flag"><input type="checkbox" name=${field.name} .checked=${this.values[field.name] === true}
        @change=${change}>${field.label}</label>`;
      case 'choice': return html`<fieldset><legend>${field.label}</legend>${field.choices.map(([value, name]) => html`
        <label class="flag"><input type="radio" name=${field.name} value=${value} .checked=${this.values[field.name] === value}
          @change=${change}>${name}</label>`)}</fieldset>`;
      case 'text': return html`<label>${field.label}<textarea name=${field.name} maxlength="2000" .value=${this.values[field.name]}
        aria-invalid=${wrong ? 'true' : 'false'} @input=${change}></textarea>
        <span class="hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> sends</span></label>`;
      case 'team': return html`<label>${field.label}<input name=${field.name} list="teams" autocomplete="off" .value=${this.values[field.name]}
        aria-invalid=${wrong ? 'true' : 'false'} @input=${change}></label>
        <datalist id="teams">${this.teams.map((team) => html`<option value=${team}></option>`)}</datalist>`;
      default: return html`<label>${field.label}<input name=${field.name} inputmode="tel" autocomplete="tel" .value=${this.values[field.name]}
        aria-invalid=${wrong ? 'true' : 'false'} @input=${change}>
        ${field.hint ? html`<span class="hint">${field.hint}</span>` : nothing}</label>`;
    }
  }

  #initial(command, field) {
    if (field.type === 'flag') return false;
    if (field.type === 'choice') return firstChoice(command, field.name);
    return field.remember ? localStorage.getItem(REMEMBERED + field.remember) ?? '' : '';
  }

  #key(event) {
    keepKeys(event);
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const {body, ...problem} = bodyOf(this.command, this.values);
    if (!body) {
      this.problem = problem;
      this.renderRoot.querySelector(`[name=${problem.field}]`)?.focus();
      return;
    }
    for (const field of this.command.fields) {
      if (field.remember) localStorage.setItem(REMEMBERED + field.remember, this.values[field.name].trim());
    }
    this.#close();
    this.dispatchEvent(new CustomEvent('send', {detail: body}));
  }

  #close() {
    this.renderRoot.querySelector('dialog').close();
  }
}
customElements.define('command-dialog', CommandDialog);
