// The console: who is signed in, which page is open, and what every key does. What is live comes from net/live-store.js.
import {LitElement, css, html, nothing} from '../lit.js';
import {needsPerson} from '../model/attention.js';
import {count, span, speakerName} from '../model/formats.js';
import {Commands} from '../net/commands.js';
import {saveTranscript} from '../net/exports.js';
import {LiveStore} from '../net/live-store.js';
import {Session} from '../net/session.js';
import './call-list.js';
import './call-view.js';
import './ended-calls.js';
import './help-dialog.js';
import {icon} from './icons.js';
import {isTyping} from './keys.js';
import './sign-in.js';
import {shared} from './styles.js';
import {nextTheme, theme} from './theme.js';
import {tokens} from './tokens.js';
import './wall-view.js';

/** The list is put in order this often at most; the open call's captions are drawn with every frame that has news. */
const LIST_EVERY_MS = 250;
/** A page that opens waits so long for all followed calls to tell how they stand, before it chooses the one that needs someone most. */
const FIRST_CHOICE_WITHIN_MS = 3_000;
const EXPIRY_TOLD_MS = 5 * 60_000;
const KEYS_KEPT_AS = 'liveline.keys';
const PAGES = [['live', 'Live', 'L'], ['wall', 'Wall', 'W'], ['ended', 'Ended', 'H']];

class LivelineConsole extends LitElement {
  static properties = {page: {state: true}, selected: {state: true}, now: {state: true}, busy: {state: true}, spoken: {state: true},
    keys: {state: true}, exporting: {state: true}, exportProblem: {state: true}};

  static styles = [tokens, shared, css`
    :host { display: flex; flex-direction: column; height: 100vh; height: 100dvh; background: var(--bg); }
    header { display: flex; gap: var(--s2) var(--s3); align-items: center; padding: 8px var(--s4); background: var(--panel); border-bottom: 1px solid var(--line); }
    .brand { font-weight: 700; font-size: 16px; letter-spacing: -.01em; display: flex; gap: 8px; align-items: center; margin: 0; }
    .brand img { width: 22px; height: 22px; }
    nav { display: flex; gap: 2px; }
    nav a { padding: 5px 10px; border-radius: 8px; color: var(--soft); text-decoration: none; font-weight: 600; }
    nav a[aria-current=page] { background: var(--accent-soft); color: var(--ink); }
    .sp { flex: 1; }
    .need { color: var(--bad); border-color: currentColor; font-weight: 600; min-height: 0; } .need:hover { background: var(--bad-bg); }
    .link b { font-weight: 600; display: inline-flex; gap: 5px; align-items: center; }
    .link.live b { color: var(--ok); } .link.stale b, .link.waiting b, .link.connecting b { color: var(--warn); } .link.stopped b { color: var(--bad); }
    .live .icon { width: .7em; height: .7em; }
    .bar { display: flex; gap: var(--s3); align-items: center; padding: 8px var(--s4); background: var(--warn-bg); color: var(--warn); border-bottom: 1px solid var(--line); font-weight: 600; }
    .bar.stopped { background: var(--bad-bg); color: var(--bad); }
    .bar button { padding: 3px 10px; }
    .page { flex: 1; min-height: 0; }
    .grid { display: grid; grid-template: minmax(0, 1fr) / 316px minmax(0, 1fr); height: 100%; }
    .list { border-right: 1px solid var(--line); min-height: 0; display: flex; }
    call-list { flex: 1; min-width: 0; }
    .tools { display: flex; gap: 0; }
    .tools button { padding: 6px; min-width: 30px; justify-content: center; }
    .stale-page { filter: grayscale(.75); }
    @media (max-width: 1100px) { .grid { grid-template-columns: 280px minmax(0, 1fr); } .who { display: none; } }
    @media (max-width: 900px) { .counts { display: none; } .need-words { position: absolute; clip-path: inset(50%); } }
    @media (max-width: 680px) {
      .grid { grid-template-columns: minmax(0, 1fr); } .grid.chosen .list { display: none; } .grid:not(.chosen) call-view { display: none; }
      header { flex-wrap: wrap; padding: 6px var(--s3); } .list { border: 0; } nav { order: 9; width: 100%; } nav a { flex: 1; text-align: center; }
      .brand span, .link .lag-word { display: none; }
    }
    @media (min-width: 1800px) { .grid { grid-template-columns: 380px minmax(0, 1fr); } }
  `];

  session = new Session();
  store = new LiveStore(this.session);
  sent = new Commands(this.session);
  #listed = {rows: [], at: 0};
  #listTimer;
  #tick;
  #choseOnce = false;
  #lastOpen;
  #choosingSince;
  #keydown = (event) => this.#key(event);
  /** A link that is followed in a tab that shows the page already changes nothing but the fragment. */
  #routed = () => (ticketOfLink() ? this.#arrive() : this.#route());

  constructor() {
    super();
    this.page = 'live';
    this.now = this.session.now();
    this.spoken = '';
    this.keys = localStorage.getItem(KEYS_KEPT_AS) !== 'off';
    theme();
    this.session.addEventListener('change', () => this.#signedInOrOut());
    this.store.addEventListener('link', () => this.requestUpdate());
    this.store.addEventListener('change', ({detail}) => this.#changed(detail));
    this.store.addEventListener('final', ({detail}) => this.#final(detail));
    this.store.addEventListener('command', ({detail}) => this.sent.confirmed(detail));
    this.sent.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#keydown);
    addEventListener('hashchange', this.#routed);
    this.#tick = setInterval(() => this.#everySecond(), 1_000);
    this.#arrive();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#keydown);
    removeEventListener('hashchange', this.#routed);
    clearInterval(this.#tick);
    this.store.stop();
  }

  render() {
    if (this.busy || !this.session.signedIn) {
      document.title = 'Liveline';
      return html`<liveline-sign-in ?busy=${this.busy} .told=${this.session.ended} @token=${this.#token}></liveline-sign-in>`;
    }
    const link = this.store.connection();
    return html`
      ${this.#header(link)}
      ${this.#bar(link)}
      <div class="page ${link.phase === 'live' ? '' : 'stale-page'}">${this.#page()}</div>
      <div class="seen-by-readers" role="log" aria-live="polite" aria-label="Captions of the open call">${this.spoken}</div>
      <help-dialog .keys=${this.keys} @keys=${this.#switchKeys}></help-dialog>`;
  }

  #header(link) {
    const rows = this.#listed.rows.filter((row) => row.status !== 'ended');
    const inNeed = rows.filter((row) => needsPerson(row, this.now)).length;
    this.#title(link, inNeed);
    const {who} = this.session;
    return html`
      <header>
        <h1 class="brand"><img src="${new URL('../favicon.svg', import.meta.url)}" alt=""><span>Liveline</span></h1>
        <nav aria-label="Pages">${PAGES.map(([page, name]) => html`<a href="#/${page}"
          aria-current=${this.page === page ? 'page' : 'false'}>${name}</a>`)}</nav>
        <span class="chip counts">${count(rows.length, 'live call')}</span>
        ${inNeed ? html`<button class="chip need" title="Go to the next of them (N)" @click=${this.#toNeed}>${icon('person')}<span>${inNeed}<span class="need-words"> ${inNeed === 1 ? 'needs' : 'need'} someone</span></span></button>` : nothing}
        <span class="sp"></span>
        ${this.#connection(link)}
        <span class="chip who" title=${who.name ?? ''}>${[roleName(who), who.teams.join(', ')].filter(Boolean).join(' · ') || 'Signed in'}</span>
        <span class="tools">
          <button class="quiet" title="Keys and help (?)" aria-label="Keys and help" @click=${this.#help}>${icon('keys')}</button>
          <button class="quiet" title="Light or dark" aria-label="Switch between light and dark" @click=${nextTheme}>${icon('theme')}</button>
          <button class="quiet" title="Sign out" aria-label="Sign out" @click=${() => this.session.signOut()}>${icon('out')}</button>
        </span>
      </header>`;
  }

  /** Of a tab in the background this is all that is seen. */
  #title(link, inNeed) {
    const told = {stale: 'checking', waiting: 'reconnecting', connecting: 'connecting', stopped: 'stopped'}[link.phase];
    document.title = `${inNeed ? `(${inNeed}) ` : ''}Liveline${told ? ` – ${told}` : ''}`;
  }

  #connection(link) {
    const lag = this.store.lag();
    const words = {live: 'live', stale: 'checking', waiting: 'reconnecting', connecting: 'connecting', stopped: 'stopped', idle: 'off'}[link.phase];
    // What is spoken is the state alone: figures that change by the second would talk over the captions.
    return html`<span class="chip link ${link.phase}" data-phase=${link.phase}><b role="status">${icon(link.phase === 'live' ? 'live' : 'waiting')}${words}</b>
      ${link.phase === 'live' && lag ? html`<span title="Half of the captions of the last 20 s were painted within this time of their commit; 95 % within ${span(lag.p95Ms)}"
        ><span class="lag-word">captions </span>${span(lag.p50Ms)}<span class="lag-word"> behind</span></span>` : nothing}</span>`;
  }

  #bar(link) {
    const left = this.session.who.expiresAt - this.session.now();
    if (link.phase === 'stopped') {
      return html`<div class="bar stopped" role="alert">${link.told}.<button @click=${() => this.store.retry()}>Try again</button></div>`;
    }
    if (link.phase === 'waiting') {
      const seconds = Math.max(0, Math.ceil((link.retryAt - Date.now()) / 1000));
      return html`<div class="bar"><span role="status">${link.told}. What you see may be out of date.</span>
        <span>Trying again ${seconds > 0 ? `in ${seconds} s` : 'now'}.</span><button @click=${() => this.store.retry()}>Try now</button></div>`;
    }
    if (link.phase === 'stale' || (link.phase === 'connecting' && link.told)) {
      return html`<div class="bar"><span role="status">${link.told}. What you see may be out of date.</span>
        <span>${link.phase === 'stale' ? '' : 'Connecting…'}</span></div>`;
    }
    if (left < EXPIRY_TOLD_MS) {
      const minutes = Math.ceil(left / 60_000);
      return html`<div class="bar"><span role="status">Your sign-in ends in ${left > 60_000 ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : 'less than a minute'}.
        Get a new link or token to stay signed in.</span></div>`;
    }
    return nothing;
  }

  #page() {
    const rows = this.#listed.rows;
    if (this.page === 'wall') {
      return html`<wall-view .rows=${rows} .now=${this.now} .known=${this.store.rosterKnown} @pick=${(event) => this.#go('live', event.detail)}
        @view=${(event) => this.store.pin('wall', event.detail)}></wall-view>`;
    }
    if (this.page === 'ended') {
      return html`<ended-calls .session=${this.session} .store=${this.store} .selected=${this.selected} .now=${this.now}
        @pick=${(event) => this.#go('ended', event.detail)}></ended-calls>`;
    }
    const teams = [...new Set([...this.session.who.teams, ...rows.map((row) => row.team)].filter(Boolean))].sort();
    return html`<div class="grid ${this.selected ? 'chosen' : ''}">
      <section class="list" aria-label="Calls"><call-list .rows=${rows} .selected=${this.selected} .now=${this.now} .known=${this.store.rosterKnown}
        @pick=${(event) => this.#go('live', event.detail)}></call-list></section>
      <call-view .row=${this.selected ? this.store.row(this.selected) : undefined} .record=${this.store.record(this.selected)} .now=${this.now}
        .who=${this.session.who} .denied=${this.selected !== undefined && this.store.isDenied(this.selected)} .teams=${teams}
        .commands=${this.sent.sent.filter((one) => one.callId === this.selected)} .exporting=${this.exporting} .exportProblem=${this.exportProblem}
        @back=${() => this.#go('live')} @command=${(event) => this.sent.send(event.detail.callId, event.detail.body)}
        @dismiss=${(event) => this.sent.dismiss(event.detail)} @export=${this.#export}></call-view>
    </div>`;
  }

  // — signing in —

  async #arrive() {
    const ticket = ticketOfLink();
    if (ticket) {
      this.store.stop();
      // Out of the address and the history before anything else sees it.
      history.replaceState(null, '', location.pathname);
      this.busy = true;
      try {
        await this.session.exchange(ticket);
      } catch (failure) {
        this.session.signOut(failure.status === 0 ? 'The server does not answer. Try the link again in a moment.'
          : 'This link was used already, or it has expired. Ask for a new one.');
      }
      this.busy = false;
    }
    this.#route();
    if (this.session.signedIn) this.store.start();
  }

  #token(event) {
    this.session.signIn(event.detail);
  }

  #signedInOrOut() {
    if (this.session.signedIn) {
      if (!this.busy) {
        this.#route();
        this.store.start();
      }
    } else {
      this.store.stop();
    }
    this.requestUpdate();
  }

  // — what is live —

  #changed(touched) {
    if (touched.has(this.selected)) this.requestUpdate();
    if (this.#listTimer) return;
    const due = Math.max(0, this.#listed.at + LIST_EVERY_MS - Date.now());
    this.#listTimer = setTimeout(() => {
      this.#listTimer = undefined;
      this.#list();
    }, due);
  }

  #list() {
    this.#listed = {rows: this.store.rows(), at: Date.now()};
    this.now = this.store.now();
    this.requestUpdate();
    this.#chooseFirst();
  }

  /** A page that has just opened shows the first call, once it is known how the calls stand. */
  async #chooseFirst() {
    if (this.#choseOnce || !isWide() || this.page !== 'live' || this.#listed.rows.length === 0) return;
    this.#choosingSince ??= Date.now();
    if (!this.store.caughtUp && Date.now() - this.#choosingSince < FIRST_CHOICE_WITHIN_MS) return;
    this.#choseOnce = true;
    await this.updateComplete;
    const list = this.#view('call-list');
    await list?.updateComplete;
    if (!this.selected) list?.chooseFirst();
  }

  #everySecond() {
    this.now = this.store.now();
    this.#chooseFirst();
    if (this.session.signedIn && this.session.who.expiresAt <= this.session.now()) {
      this.session.signOut('Your sign-in has ended. Sign in again to go on.');
    }
  }

  #final(event) {
    if (event.callId === this.selected && this.page === 'live') this.spoken = `${speakerName(event.speaker)}: ${event.text}`;
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

  // — pages and keys —

  #route() {
    const [page, callId] = location.hash.replace(/^#\/?/, '').split('/');
    const turned = this.page;
    this.page = PAGES.some(([name]) => name === page) ? page : 'live';
    this.selected = callId ? decoded(callId) : turned !== this.page && this.page === 'live' ? this.#leftOpen() : undefined;
    if (this.page === 'live' && isWide()) this.#lastOpen = this.selected ?? this.#lastOpen;
    if (this.selected) this.#choseOnce = true;
    this.exportProblem = undefined;
    this.spoken = '';
    this.store.open(this.page === 'live' ? this.selected : undefined);
    if (this.page !== 'wall') this.store.pin('wall', []);
  }

  /** The call that was open when another page was turned to, if it still goes on: who comes back goes on reading. */
  #leftOpen() {
    const row = this.#lastOpen && isWide() ? this.store.row(this.#lastOpen) : undefined;
    return row && row.status !== 'ended' ? row.callId : undefined;
  }

  #go(page, callId) {
    const hash = callId ? `#/${page}/${encodeURIComponent(callId)}` : `#/${page}`;
    if (location.hash === hash) return;
    // Walking down a list is one step of history, not fifty. The page turns at once, not with a later hashchange: the next key is
    // meant for what this one opened.
    const step = callId && this.selected && page === this.page ? 'replaceState' : 'pushState';
    history[step](null, '', hash);
    this.#route();
  }

  #view(name) {
    return this.renderRoot.querySelector(name);
  }

  #help() {
    this.#view('help-dialog').open();
  }

  /** The next call that needs someone, from whatever page. */
  async #toNeed() {
    if (this.page !== 'live') {
      this.#go('live');
      await this.updateComplete;
      await this.#view('call-list').updateComplete;
    }
    this.#view('call-list').nextInNeed();
  }

  #switchKeys(event) {
    this.keys = event.detail;
    localStorage.setItem(KEYS_KEPT_AS, this.keys ? 'on' : 'off');
  }

  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.session.signedIn) return;
    const at = event.composedPath()[0];
    if (isTyping(at)) {
      if (event.key === 'Escape') at.blur();
      return;
    }
    const done = this.#arrowOrEscape(event, at) || (this.keys && this.#letter(event.key));
    if (done) event.preventDefault();
  }

  #arrowOrEscape(event, at) {
    const list = this.#view('call-list');
    const reading = at instanceof HTMLElement && at.closest('[aria-label=Transcript]');
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        if (!list || reading) return false;
        list.move(event.key === 'ArrowDown' ? 1 : -1);
        return true;
      case 'Escape':
        if ((this.#view('call-view') ?? this.#view('ended-calls'))?.closeDetails()) return true;
        if (this.page === 'live' && this.selected && !isWide()) this.#go('live');
        return true;
      default: return false;
    }
  }

  #letter(key) {
    const page = PAGES.find(([, , letter]) => letter === key.toUpperCase());
    if (page) {
      this.#go(page[0]);
      return true;
    }
    switch (key) {
      case '/': (this.#view('call-list') ?? this.#view('ended-calls'))?.focusSearch(); return true;
      case '?': this.#help(); return true;
      case 'n': case 'N': this.#toNeed(); return true;
      case 'v': case 'V': this.#view('call-view')?.toggleCaptions(); return true;
      default: return this.#view('call-view')?.askByKey(key) ?? false;
    }
  }
}

function ticketOfLink() {
  return new URLSearchParams(location.hash.slice(1)).get('ticket');
}

/** Whether list and call have room beside each other. */
function isWide() {
  return matchMedia('(min-width: 681px)').matches;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not an address of ours: a call of this name exists nowhere.
    return part;
  }
}

function roleName(who) {
  return who.role ? who.role[0].toUpperCase() + who.role.slice(1) : '';
}
customElements.define('liveline-console', LivelineConsole);
