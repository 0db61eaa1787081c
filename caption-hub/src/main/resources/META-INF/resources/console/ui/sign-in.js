// The way in without a link: paste a token. Also what is shown when a sign-in has ended.
import {LitElement, css, html, nothing} from '../lit.js';
import {pastedToken, readToken} from '../model/token.js';
import {shared} from './styles.js';

/** Fires `token` with the pasted token in `detail`. */
class SignIn extends LitElement {
  static properties = {told: {type: String}, busy: {type: Boolean}, problem: {state: true}};

  static styles = [shared, css`
    :host { display: grid; place-items: center; min-height: 100%; padding: var(--s4); overflow: auto; }
    form { width: min(440px, 100%); background: var(--panel); border: 1px solid var(--line); border-radius: 14px; padding: 28px; display: grid; gap: var(--s3); }
    h1 { margin: 0; font-size: 22px; letter-spacing: -.01em; display: flex; gap: 10px; align-items: center; }
    h1 img { width: 30px; height: 30px; }
    p { margin: 0; color: var(--soft); }
    label { font-weight: 600; }
    .told, .problem { padding: 8px 12px; border-radius: 8px; color: var(--warn); background: var(--warn-bg); border-left: 3px solid; }
    .problem { color: var(--bad); background: var(--bad-bg); }
    code { display: inline-block; font: 13px var(--mono); background: var(--bg); padding: 1px 5px; border-radius: 4px; border: 1px solid var(--line); }
    button { justify-content: center; padding: 10px; }
  `];

  render() {
    return html`
      <form @submit=${this.#submit} aria-labelledby="title">
        <h1 id="title"><img src="${new URL('../favicon.svg', import.meta.url)}" alt="">Liveline</h1>
        ${this.busy ? html`<p role="status">Signing in…</p>` : html`
          <p>Live captions of every call, and a hand on the wheel.</p>
          ${this.told ? html`<p class="told" role="alert">${this.told}</p>` : nothing}
          <label for="token">Access token</label>
          <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required
            aria-describedby="hint ${this.problem ? 'problem' : ''}" aria-invalid=${this.problem ? 'true' : 'false'}>
          ${this.problem ? html`<p class="problem" id="problem" role="alert">${this.problem}</p>` : nothing}
          <button class="primary">Sign in</button>
          <p id="hint">Open the link you were given, or paste a token. On a development machine
            <code>./liveline token --role supervisor</code> prints one. It stays in this tab and is gone when you close it.</p>`}
      </form>`;
  }

  updated(changed) {
    if (changed.has('busy') || changed.has('told')) this.renderRoot.querySelector('#token')?.focus();
  }

  #submit(event) {
    event.preventDefault();
    const token = pastedToken(this.renderRoot.querySelector('#token').value);
    if (!token) {
      this.problem = 'That is no token: it should be one long word of letters, digits and dots.';
      return;
    }
    if (readToken(token).expiresAt < Date.now()) {
      this.problem = 'This token has expired. Ask for a new one.';
      return;
    }
    this.problem = undefined;
    this.dispatchEvent(new CustomEvent('token', {detail: token}));
  }
}
customElements.define('liveline-sign-in', SignIn);
