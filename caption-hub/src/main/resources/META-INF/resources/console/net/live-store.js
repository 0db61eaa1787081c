// All that is live, in one place: the lobby's roster, a record for each call that is followed, the state of both lines,
// and how far behind the page is. Components listen for `change`, which comes at most once a frame.

import {caughtUp, emptyRecord, reduce} from '../model/call-record.js';
import {HeldClock} from '../model/clock.js';
import {stepOf} from '../model/commands.js';
import {LagWindow} from '../model/lag.js';
import {emptyRoster, reduceRoster, rowOf, surveyed, withoutEndedBefore, withoutRoom, withRooms} from '../model/roster.js';
import {AssistantNames} from './assistant-names.js';
import {CaptionsLink} from './captions-link.js';
import {LobbyLink} from './lobby-link.js';

/** A replay that has begun and not reached what was shown before by then is shown as far as it came. */
const REPLAY_MS = 1_500;
/** Calls followed at once: what the hub allows on one socket (500 by default), less a margin for those just let go. */
const MOST_FOLLOWED = 450;
/** The live calls beyond are asked about so often, in pages of this size. */
const SURVEY_EVERY_MS = 15_000;
const SURVEY_PAGE = 200;
const ENDED_SHOWN_MS = 30_000;
/** A conversation with an agent of whose end nothing was heard is listed no longer than this. */
const LONGEST_WITH_AGENT_MS = 4 * 3_600_000;
const LAG_SHOWN_MS = 20_000;
const LAG_REPORTED_MS = 30_000;

/** Events: `change` (detail: set of call ids touched), `link`, `final` (detail: {callId, utterance}), `command` (detail: the event). */
export class LiveStore extends EventTarget {
  roster = emptyRoster();
  rosterKnown = false;
  #session;
  #records = new Map();
  #pinned = new Set();
  #followed = new Set();
  #surveyAt = 0;
  #rooms = {due: false, at: 0, over: new Set()};
  #denied = new Set();
  #open;
  #replays = new Map();
  #touched = new Set();
  #frame;
  #unpainted = [];
  #lag = new LagWindow(LAG_SHOWN_MS);
  #report = new LagWindow(LAG_REPORTED_MS);
  #reporting = true;
  #liveSince = Infinity;
  #clock = new HeldClock();
  #housekeeping;
  #reportTimer;

  constructor(session) {
    super();
    this.#session = session;
    this.assistants = new AssistantNames(session);
    this.assistants.addEventListener('change', () => this.#touch(this.#open?.callId));
    this.lobby = new LobbyLink(session);
    this.captions = new CaptionsLink(session, (callId) => this.#positionOf(callId));
    for (const link of [this.lobby, this.captions]) {
      link.addEventListener('phase', () => {
        this.now();
        this.dispatchEvent(new Event('link'));
      });
    }
    this.lobby.addEventListener('event', ({detail}) => this.#lobbyEvent(detail));
    this.captions.addEventListener('phase', () => {
      if (this.captions.phase === 'connecting') this.#liveSince = Infinity;
      if (this.captions.phase === 'live' && this.#liveSince === Infinity) this.#liveSince = this.#session.now();
    });
    this.captions.addEventListener('event', ({detail}) => this.#captionEvent(detail));
    this.captions.addEventListener('denied', ({detail}) => {
      this.#denied.add(detail);
      this.#touch(detail);
    });
  }

  start() {
    this.#clock = new HeldClock();
    this.lobby.start();
    this.captions.start();
    this.#housekeeping = setInterval(() => this.#tidy(), 5_000);
    this.#reportTimer = setInterval(() => this.#sendReport(), LAG_REPORTED_MS);
  }

  stop() {
    this.lobby.stop();
    this.captions.stop();
    clearInterval(this.#housekeeping);
    clearInterval(this.#reportTimer);
    this.roster = emptyRoster();
    this.rosterKnown = false;
    this.assistants.forget();
    for (const callId of [...this.#replays.keys()]) this.#endReplay(callId);
    this.#records.clear();
    this.#open = undefined;
    this.#denied.clear();
    this.#rooms = {due: false, at: 0, over: new Set()};
    this.#touch();
  }

  retry() {
    this.lobby.retry();
    this.captions.retry();
  }

  /**
   * The call the reader has open, or none. A snapshot holds captions only; of the open call everything is wanted, the cuts,
   * tools and commands of before, too. So its whole history is replayed, from its epoch's first event on.
   *
   * @param epoch the call's, where it is known; else it is taken from the lobby
   */
  open(callId, epoch) {
    if (callId === this.#open?.callId && (epoch === undefined || epoch === this.#open.epoch)) return;
    this.#open = callId && {callId, epoch};
    this.pin('open', callId ? [callId] : []);
    if (this.#records.has(callId)) this.#replay(callId);
  }

  /** The calls that must be followed whatever else is: the open one, those in view. */
  pin(name, callIds) {
    const key = (callId) => `${name} ${callId}`;
    for (const pin of [...this.#pinned]) if (pin.startsWith(`${name} `)) this.#pinned.delete(pin);
    for (const callId of callIds) if (callId) this.#pinned.add(key(callId));
    this.#follow();
  }

  record(callId) {
    return this.#records.get(callId);
  }

  /** Whether every call that is followed has told how it stands. */
  get caughtUp() {
    return this.rosterKnown && [...this.#followed].every((callId) => this.#records.has(callId) || this.#denied.has(callId));
  }

  isDenied(callId) {
    return this.#denied.has(callId);
  }

  /** Every live call as a row for display; just ended ones stay for a moment. */
  rows() {
    return [...this.roster.values()].map((call) => this.#row(call, this.#records.get(call.callId)));
  }

  row(callId) {
    const call = this.roster.get(callId);
    const record = this.#records.get(callId);
    return call || record ? this.#row(call ?? {callId, bargeIns: 0}, record) : undefined;
  }

  #row(call, record) {
    const row = rowOf(call, record);
    return {...row, assistant: this.assistants.of(row.assistantId)};
  }

  /** {count, p50Ms, p95Ms, maxMs} of the last seconds, or undefined while there was nothing to measure. */
  lag() {
    return this.#lag.summary(Date.now());
  }

  /** What the reader must know of the connection: the worse of the two lines. */
  connection() {
    const order = ['stopped', 'waiting', 'connecting', 'stale', 'live', 'idle'];
    const links = [this.lobby, this.captions];
    return links.reduce((worst, link) => (order.indexOf(link.phase) < order.indexOf(worst.phase) ? link : worst));
  }

  /** The server's time; while a line is broken, the moment it was last heard. */
  now() {
    const heardAt = Math.min(this.lobby.heardAt, this.captions.heardAt);
    return this.#clock.at(this.#session.now(), this.connection().phase === 'live', Date.now() - heardAt);
  }

  #lobbyEvent(event) {
    this.#session.clock.heard(Date.now(), event.at);
    if (event.type === 'snapshot') {
      this.rosterKnown = true;
      this.#rooms.due = true;
    }
    const next = this.#withConversations(reduceRoster(this.roster, event));
    if (next === this.roster && event.type !== 'snapshot') return;
    this.roster = next;
    this.#follow();
    this.#touch(event.callId);
    this.#askForRooms();
  }

  /** The lobby lists what the platform calls live. A caller whom an agent took over still talks. */
  #withConversations(roster) {
    const missing = [...this.roster.values()].filter(({callId}) => !roster.has(callId) && this.#isWithAgent(callId));
    return missing.length ? new Map([...roster, ...missing.map((call) => [call.callId, call])]) : roster;
  }

  #isWithAgent(callId) {
    const room = this.#records.get(callId)?.room ?? this.roster.get(callId)?.room;
    return room !== undefined && this.#session.now() - room.since < LONGEST_WITH_AGENT_MS;
  }

  #captionEvent(event) {
    const {callId} = event;
    if (!callId) return;
    const arrivedAt = Date.now();
    this.#session.clock.heard(arrivedAt, event.at);
    if (this.#replays.has(callId) && this.#replayed(event)) return;
    const before = this.#records.get(callId) ?? emptyRecord(callId);
    if (event.type !== 'snapshot' && before.epoch !== undefined && event.epoch !== undefined && event.epoch !== before.epoch) {
      this.#records.set(callId, emptyRecord(callId));
      if (this.#open?.callId === callId) this.#open = {callId};
      this.captions.restart(callId);
      return;
    }
    const after = reduce(before, event);
    this.#records.set(callId, after);
    this.#denied.delete(callId);
    if (after === before) return;
    if (event.type === 'snapshot' && this.#isWantedWhole(callId)) this.#replay(callId);
    if (event.type === 'caption') {
      // What is replayed after a break is old, not late: it says nothing of the way from the webhook to here.
      if (event.at >= this.#liveSince) this.#unpainted.push(event.at);
      if (event.final) this.dispatchEvent(new CustomEvent('final', {detail: event}));
    }
    if (event.type === 'command') this.#command(event);
    this.#touch(callId);
  }

  #command(event) {
    if (stepOf(event.commandId).step === 'room') {
      this.#rooms.over.add(event.callId);
      this.roster = withoutRoom(this.roster, event.callId);
    }
    this.dispatchEvent(new CustomEvent('command', {detail: event}));
  }

  /** Of the open call, and of those that people hold, more is wanted than a snapshot has: who did what. */
  #isWantedWhole(callId) {
    return callId === this.#open?.callId || this.roster.get(callId)?.room !== undefined;
  }

  #positionOf(callId) {
    const record = this.#replays.get(callId)?.record ?? this.#records.get(callId);
    if (record?.epoch !== undefined && record.seq > 0) return `${record.epoch}:${record.seq}`;
    const epoch = this.#isWantedWhole(callId) ? this.#epochOf(callId) : undefined;
    return epoch === undefined ? undefined : `${epoch}:0`;
  }

  #epochOf(callId) {
    return (callId === this.#open?.callId ? this.#open.epoch : undefined) ?? this.#records.get(callId)?.epoch ?? this.roster.get(callId)?.epoch;
  }

  /** Fetches a call's history anew, behind what is shown of it; `#replayed` puts it in place once it has caught up. */
  #replay(callId) {
    const shown = this.#records.get(callId);
    if (shown.recovered === undefined || this.#epochOf(callId) === undefined) return;
    this.#endReplay(callId);
    this.#replays.set(callId, {record: emptyRecord(callId), after: shown.seq, since: this.#session.now(), timer: undefined});
    this.captions.restart(callId);
  }

  /** Tells whether the event was one of the replay. It begins with the first of all; what comes before was on its way already. */
  #replayed(event) {
    const replay = this.#replays.get(event.callId);
    const begins = event.seq === 1 || event.type === 'snapshot' || event.type === 'call.erased';
    if (replay.record.seq === 0 && !begins) return false;
    replay.timer ??= setTimeout(() => this.#endReplay(event.callId), REPLAY_MS);
    replay.record = reduce(replay.record, event);
    if (event.type === 'caption' && event.at >= Math.max(replay.since, this.#liveSince)) this.#unpainted.push(event.at);
    if (event.type === 'caption' && event.final && event.seq > replay.after) this.dispatchEvent(new CustomEvent('final', {detail: event}));
    if (event.type === 'command') this.#command(event);
    const shown = this.#records.get(event.callId);
    if (event.type === 'snapshot' || event.type === 'call.erased' || replay.record.seq >= (shown?.seq ?? 0)) this.#endReplay(event.callId);
    return true;
  }

  #endReplay(callId) {
    const replay = this.#replays.get(callId);
    if (!replay) return;
    clearTimeout(replay.timer);
    this.#replays.delete(callId);
    // An answer that never came leaves what was shown; the line's own resume brings what was missed.
    if (replay.record.seq > 0 || replay.record.erased) {
      this.#records.set(callId, {...caughtUp(this.#records.get(callId), replay.record), recovered: undefined});
    }
    this.#touch(callId);
  }

  /** Pinned calls first, then those that people hold, then as many of the live ones as one socket takes. */
  #follow() {
    const wanted = new Set([...this.#pinned].map((pin) => pin.slice(pin.indexOf(' ') + 1)));
    const calls = [...this.roster.values()];
    for (const call of [...calls.filter((one) => one.room), ...calls]) {
      if (wanted.size >= MOST_FOLLOWED) break;
      wanted.add(call.callId);
    }
    for (const callId of [...this.#records.keys()]) if (!wanted.has(callId)) this.#records.delete(callId);
    this.#followed = wanted;
    this.captions.follow(wanted);
  }

  #touch(callId) {
    if (callId) this.#touched.add(callId);
    if (this.#frame) return;
    // A hidden tab gets no frames; it still keeps its records, drawn when it is looked at again.
    if (document.visibilityState === 'hidden') {
      this.#unpainted = [];
      this.#frame = setTimeout(() => this.#draw(), 1_000);
    } else {
      this.#frame = requestAnimationFrame(() => this.#draw());
    }
  }

  #draw() {
    this.#frame = undefined;
    const touched = this.#touched;
    const written = this.#unpainted;
    this.#touched = new Set();
    this.#unpainted = [];
    this.dispatchEvent(new CustomEvent('change', {detail: touched}));
    if (written.length === 0) return;
    // Lit renders in the microtasks of this frame; a task queued from the next one comes after this one was painted.
    requestAnimationFrame(() => this.#painted(written));
  }

  #painted(written) {
    const now = Date.now();
    for (const at of written) {
      const ms = Math.max(0, this.#session.now() - at);
      this.#lag.add(ms, now);
      this.#report.add(ms, now);
    }
  }

  async #sendReport() {
    const summary = this.#report.summary(Date.now());
    if (!summary || !this.#reporting || !this.#session.signedIn) return;
    this.#report.clear();
    try {
      await this.#session.json('/captions/paint', {method: 'POST', body: summary});
    } catch (failure) {
      // A hub that takes no reports is not asked again; anything else is the line's to tell, not the report's.
      if (failure.status === 404 || failure.status === 405) this.#reporting = false;
    }
  }

  /** Asks how the calls stand that are too many to be followed: who asks for a person, who is silent. */
  async #survey() {
    if (this.roster.size <= this.#followed.size || Date.now() < this.#surveyAt || this.lobby.phase !== 'live') return;
    this.#surveyAt = Date.now() + SURVEY_EVERY_MS;
    let cursor;
    try {
      do {
        const page = await this.#session.json(`/calls?${new URLSearchParams({status: 'live', limit: SURVEY_PAGE, ...(cursor && {cursor})})}`);
        this.roster = surveyed(this.roster, page.calls, this.#session.now());
        cursor = page.next;
        this.#touch();
      } while (cursor && this.lobby.phase === 'live');
    } catch (failure) {
      // These signs then stay as old as they are until the next survey; a list that is refused for good is not asked for again.
      if (failure.status === 404 || failure.status === 403) this.#surveyAt = Infinity;
    }
  }

  /**
   * Asks which calls go on between people. The lobby lists none of them, so after each of its snapshots; else their commands tell, where
   * all are followed.
   */
  async #askForRooms() {
    const asked = this.#rooms;
    if (!asked.due && this.roster.size <= this.#followed.size || Date.now() < asked.at || this.lobby.phase !== 'live') return;
    this.#rooms = {due: false, at: Date.now() + SURVEY_EVERY_MS, over: new Set()};
    try {
      const {rooms} = await this.#session.json('/routing/rooms');
      // What was over when the answer came may still have been told as going on.
      this.roster = withRooms(this.roster, rooms.filter(({callId}) => !this.#rooms.over.has(callId)), this.#session.now());
      this.#follow();
      for (const {callId} of rooms) {
        const record = this.#records.get(callId);
        if (record && !record.room) this.#replay(callId);
      }
      this.#touch();
    } catch (failure) {
      this.#rooms.due = true;
      // A list that is refused for good is not asked for again.
      if (failure.status === 404 || failure.status === 403) this.#rooms.at = Infinity;
    }
  }

  #tidy() {
    this.#survey();
    this.#askForRooms();
    const next = withoutEndedBefore(this.roster, this.#session.now() - ENDED_SHOWN_MS, (callId) => this.#isWithAgent(callId));
    if (next === this.roster) return;
    this.roster = next;
    this.#follow();
    this.#touch();
  }
}
