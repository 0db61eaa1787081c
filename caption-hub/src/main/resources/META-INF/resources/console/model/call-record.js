// What the page knows of one call, and how an event of the hub changes it. Pure: no DOM, no clock, no network.
//
// Rules (the wire: docs/interfaces.md, "Events"):
//   - `seq` rises; an event at or below the record's seq was seen already and changes nothing.
//   - A partial never replaces a final, whatever order things arrive in. Revisions of an utterance only rise.
//   - Another `epoch` is another history: only a snapshot may carry the record into it.
//   - A gap in `seq` is no loss: the hub skips partials that a newer text replaced, and nothing else.
// `reduce` returns the same object when nothing changed, so `===` says whether there is anything to draw; `settled` and
// `open` are replaced only when they change, too.

import {stepOf} from './commands.js';
import {asksForPerson} from './person-wish.js';
import {commonPrefixWords, firmLength, words} from './stable-text.js';

const SPEAKERS = ['caller', 'assistant', 'agent'];
/** A pause longer than this between two speakers is silence, not a response time. */
const LONGEST_TURN_MS = 30_000;
const KEPT_TURNS = 60;
const KEPT_NOTES = 400;

export function emptyRecord(callId) {
  return {
    callId, epoch: undefined, seq: 0, status: undefined,
    settled: [], open: {}, cuts: {}, notes: [], speaking: {}, muted: {assistant: false, customer: false},
    bargeIns: 0, turns: [], flicker: {erased: 0, shown: 0}, media: undefined, lastActivityAt: undefined, bargedAt: undefined,
    askedForPersonAt: undefined, agentCalledAt: undefined, agentSince: undefined, room: undefined, supervisors: {}, turnFrom: undefined, answer: undefined, recovered: undefined, erased: false,
  };
}

/** The record after one message of the hub: a snapshot or an event. */
export function reduce(record, event) {
  if (event.type === 'snapshot') return fromSnapshot(record, event);
  if (event.type === 'call.erased') return {...emptyRecord(record.callId), status: 'erased', erased: true};
  if (record.erased) return record;
  if (record.epoch !== undefined && event.epoch !== record.epoch) return record;
  if (event.seq <= record.seq) return record;
  const next = {...record, epoch: event.epoch, seq: event.seq, lastEventAt: event.at};
  switch (event.type) {
    case 'call.started': return {...next, ...present(event, ['from', 'to', 'assistantId', 'route', 'team']),
      status: next.status === undefined || next.status === 'unknown' ? 'ringing' : next.status,
      startedAt: next.startedAt ?? event.at, lastActivityAt: event.at};
    case 'call.status': return withStatus(next, event);
    case 'caption': return withCaption(next, event);
    case 'speech': return withSpeech(next, event);
    case 'barge-in': return withBargeIn(next, event);
    case 'tool': return withTool(next, event);
    case 'command': return withCommand(next, event);
    case 'media': return {...next, media: {lostFrames: event.lostFrames, jitterMs: event.jitterMs, latencyMs: event.latencyMs}};
    case 'call.ended': return withEnd(next, event);
    default: return next;
  }
}

/**
 * A replayed record as it takes the place of the one that was shown: a partial that is still open keeps what the reader saw of
 * it, so that no word that stood firm turns soft, and no newer revision gives way to an older one.
 */
export function caughtUp(shown, replayed) {
  if (!shown || shown.epoch !== replayed.epoch) return replayed;
  const open = {...replayed.open};
  for (const speaker of SPEAKERS) {
    const [was, is] = [shown.open[speaker], open[speaker]];
    if (!was || !is || was.utterance !== is.utterance) continue;
    open[speaker] = was.revision >= is.revision ? {...is, ...was}
      : {...is, firm: Math.max(is.firm, firmLength(was.text, was.firm, is.text, false))};
  }
  return {...replayed, open};
}

/** When something was said: the platform's own time where it gave one, else the time of the commit. */
export function saidAt(item) {
  return item.vapiAt ?? item.at;
}

/** The text of an utterance as the caller heard it, and the rest that was cut off. */
export function heardAndUnheard(utterance) {
  const {text, cut} = utterance;
  if (!cut || cut.heard === undefined) return {heard: text, unheard: ''};
  const kept = commonPrefixWords(text, cut.heard);
  const at = words(text)[kept]?.start ?? text.length;
  return {heard: text.slice(0, at), unheard: text.slice(at)};
}

/** The newest thing said, open or settled; what a list shows as a call's last words. */
export function lastWords(record) {
  let last = record.settled.at(-1);
  for (const speaker of SPEAKERS) {
    const open = record.open[speaker];
    if (open && (!last || saidAt(open) >= saidAt(last))) last = open;
  }
  return last;
}

/** Utterances and notes in one list, in the order of speech. */
export function timeline(record) {
  const {settled, notes} = record;
  const lines = [];
  let n = 0;
  for (const utterance of settled) {
    while (n < notes.length && before(notes[n], utterance)) lines.push(notes[n++]);
    lines.push(utterance);
  }
  while (n < notes.length) lines.push(notes[n++]);
  return lines;
}

/** Normalised erasure: words taken back over words kept. Under 0.2 counts as steady. `undefined` before the first final. */
export function flickerOf(record) {
  return record.flicker.shown === 0 ? undefined : record.flicker.erased / record.flicker.shown;
}

function fromSnapshot(record, snapshot) {
  const sameHistory = Boolean(snapshot.epoch) && snapshot.epoch === record.epoch;
  const kept = sameHistory ? record : emptyRecord(record.callId);
  // A snapshot of a replica that lags behind us may lack finals we have; what was final stays.
  const mine = new Map(kept.settled.map((utterance) => [utterance.utterance, utterance]));
  const cuts = {...kept.cuts};
  const open = {};
  for (const caption of snapshot.captions ?? []) {
    if (caption.cut) cuts[caption.utterance] = caption.cut;
    if (caption.final) {
      if (!mine.has(caption.utterance)) mine.set(caption.utterance, utteranceOf(caption, undefined));
    } else if (!mine.has(caption.utterance)) {
      const before = kept.open[caption.speaker];
      const newer = before && before.utterance === caption.utterance && before.revision >= caption.revision;
      open[caption.speaker] = newer ? before : utteranceOf(caption, before);
    }
  }
  const settled = [...mine.values()].map((utterance) => marked(utterance, cuts)).sort(inOrder);
  const call = snapshot.call ?? {};
  const {speaking, bargeIns, status} = call;
  const known = {...kept, ...present(call, ['from', 'to', 'team', 'assistantId', 'route', 'startedAt', 'endedAt', 'endedReason',
    'lastEventAt', 'askedForPersonAt'])};
  return {
    ...known,
    // The snapshot of a call that does not exist yet has no history: its events may begin any.
    epoch: snapshot.epoch || undefined, seq: sameHistory ? Math.max(record.seq, snapshot.seq ?? 0) : snapshot.seq ?? 0,
    status: kept.status === 'ended' ? 'ended' : status, settled, open, cuts,
    speaking: {caller: speaking?.caller === true, assistant: speaking?.assistant === true},
    bargeIns: Math.max(bargeIns ?? 0, kept.bargeIns),
    lastActivityAt: latest(kept.lastActivityAt, call.lastEventAt, settled.at(-1) && saidAt(settled.at(-1)), call.startedAt),
    askedForPersonAt: known.askedForPersonAt ?? settled.find(wishesForPerson)?.at,
    recovered: snapshot.recovered === true, turnFrom: undefined,
  };
}

function withStatus(record, event) {
  if (record.status === 'ended') return record;
  const note = {kind: 'status', status: event.status, at: event.at, vapiAt: event.vapiAt, seq: event.seq};
  return {...record, status: event.status, lastActivityAt: event.at,
    startedAt: record.startedAt ?? event.at,
    notes: event.status === 'forwarding' ? noted(record.notes, note) : record.notes};
}

function withCaption(record, event) {
  const settledBefore = findSettled(record.settled, event.utterance);
  if (settledBefore) {
    if (!event.final || event.revision <= settledBefore.revision) return record;
    const corrected = marked(utteranceOf(event, settledBefore), record.cuts);
    return {...record, settled: record.settled.map((u) => (u === settledBefore ? corrected : u))};
  }
  const open = record.open[event.speaker];
  const same = open?.utterance === event.utterance;
  if (same && event.revision <= open.revision) return record;
  if (!event.final && open && event.utterance < open.utterance) return record;
  const heard = {...answered(record, event), lastActivityAt: event.at};
  const utterance = utteranceOf(event, same ? open : undefined);
  if (event.speaker === 'assistant') {
    const answeredMs = (same ? open.answeredMs : undefined) ?? heard.answer;
    if (answeredMs !== undefined) utterance.answeredMs = answeredMs;
    heard.answer = undefined;
  }
  if (event.speaker === 'agent' && !heard.agentSince) heard.agentSince = event.at;
  if (!event.final) {
    const flicker = same ? {...record.flicker, erased: record.flicker.erased + erasedWords(open.text, event.text)} : record.flicker;
    return {...heard, flicker, open: {...record.open, [event.speaker]: marked(utterance, record.cuts)}};
  }
  const flicker = {
    erased: record.flicker.erased + (same ? erasedWords(open.text, event.text) : 0),
    shown: record.flicker.shown + words(event.text).length,
  };
  const stillOpen = {...record.open};
  if (same) delete stillOpen[event.speaker];
  const settled = inserted(record.settled, marked(utterance, record.cuts));
  const asked = !record.agentSince && wishesForPerson(utterance) ? event.at : undefined;
  const result = {...heard, flicker, open: stillOpen, settled, askedForPersonAt: record.askedForPersonAt ?? asked};
  return event.speaker === 'caller' ? {...result, turnFrom: saidAt(event)} : result;
}

function withSpeech(record, event) {
  const speaking = {...record.speaking, [event.speaker]: event.speaking};
  const next = {...record, speaking, lastActivityAt: event.at};
  if (event.speaker === 'caller') return {...next, turnFrom: event.speaking ? undefined : saidAt(event)};
  return event.speaking ? answered(next, event) : next;
}

/** Closes the running turn when the assistant begins: the time since the caller stopped is its response time. */
function answered(record, event) {
  if (event.speaker !== 'assistant' || record.turnFrom === undefined) return record;
  const ms = saidAt(event) - record.turnFrom;
  if (ms < 0 || ms > LONGEST_TURN_MS) return {...record, turnFrom: undefined};
  return {...record, turns: [...record.turns, {ms, at: event.at}].slice(-KEPT_TURNS), turnFrom: undefined, answer: ms};
}

function withBargeIn(record, event) {
  const cut = {heard: event.heard, source: event.source, at: event.at};
  const cuts = event.utterance === undefined ? record.cuts : {...record.cuts, [event.utterance]: cut};
  const open = record.open.assistant?.utterance === event.utterance
    ? {...record.open, assistant: {...record.open.assistant, cut}} : record.open;
  const hit = findSettled(record.settled, event.utterance);
  return {...record, cuts, open, bargeIns: record.bargeIns + 1, bargedAt: event.at, lastActivityAt: event.at,
    settled: hit ? record.settled.map((u) => (u === hit ? {...u, cut} : u)) : record.settled};
}

function withTool(record, event) {
  const note = {kind: 'tool', name: event.name, outcome: event.outcome, durationMs: event.durationMs,
    at: event.at, vapiAt: event.vapiAt, seq: event.seq};
  return {...record, notes: noted(record.notes, note),
    askedForPersonAt: event.name === 'escalate_to_human' ? record.askedForPersonAt ?? event.at : record.askedForPersonAt};
}

function withCommand(record, event) {
  const note = {kind: 'command', command: event.kind, commandId: event.commandId, outcome: event.outcome, by: event.by,
    detail: event.detail, at: event.at, vapiAt: event.vapiAt, seq: event.seq};
  const next = {...record, notes: noted(record.notes, note)};
  const done = event.outcome === 'done';
  switch (stepOf(event.commandId).step) {
    // The agent's phone was answered, or not. With it begins a conversation the assistant is out of.
    case 'agent': return done
      ? {...next, agentCalledAt: undefined, agentSince: record.agentSince ?? event.at, room: {since: event.at, agent: event.by}, supervisors: {}}
      : {...next, agentCalledAt: undefined};
    case 'room': return {...next, room: undefined, supervisors: {}};
    case 'supervisor': return done ? {...next, supervisors: {...record.supervisors, [event.by]: event.kind}} : next;
    case 'left': return {...next, supervisors: without(record.supervisors, event.by)};
    default: return done ? withCommandDone(next, event) : next;
  }
}

function withCommandDone(record, event) {
  switch (event.kind) {
    case 'mute-assistant': return {...record, muted: {...record.muted, assistant: true}};
    case 'unmute-assistant': return {...record, muted: {...record.muted, assistant: false}};
    case 'mute-customer': return {...record, muted: {...record.muted, customer: true}};
    case 'unmute-customer': return {...record, muted: {...record.muted, customer: false}};
    case 'take-over': return {...record, agentCalledAt: event.at};
    case 'monitor': case 'coach': case 'barge': return record.supervisors[event.by]
      ? {...record, supervisors: {...record.supervisors, [event.by]: event.kind}} : record;
    default: return record;
  }
}

function withEnd(record, event) {
  const note = {kind: 'ended', reason: event.reason, durationMs: event.durationMs, at: event.at, seq: event.seq};
  return {...record, status: 'ended', endedAt: event.at, endedReason: event.reason, durationMs: event.durationMs,
    open: {}, speaking: {}, settled: withOpenKept(record), notes: noted(record.notes, note)};
}

/** Text that never got its final is still what was said: it is kept, marked as unfinished. A late final replaces it. */
function withOpenKept(record) {
  let settled = record.settled;
  for (const speaker of SPEAKERS) {
    const open = record.open[speaker];
    if (open) settled = inserted(settled, {...open, unfinished: true, firm: open.text.length});
  }
  return settled;
}

function utteranceOf(event, before) {
  const utterance = {
    key: `u${event.utterance}`, speaker: event.speaker, utterance: event.utterance, revision: event.revision ?? 1,
    final: event.final === true, text: event.text ?? '', at: event.at, seq: event.seq ?? 0,
    firm: firmLength(before && !before.final ? before.text : undefined, before?.firm ?? 0, event.text ?? '', event.final === true),
  };
  if (event.vapiAt !== undefined) utterance.vapiAt = event.vapiAt;
  if (event.confidence !== undefined) utterance.confidence = event.confidence;
  return utterance;
}

function marked(utterance, cuts) {
  const cut = cuts[utterance.utterance];
  return cut && utterance.cut !== cut ? {...utterance, cut} : utterance;
}

function findSettled(settled, utterance) {
  return settled.findLast((u) => u.utterance === utterance && !u.unfinished);
}

function inserted(settled, utterance) {
  const others = settled.filter((u) => u.utterance !== utterance.utterance);
  let at = others.length;
  while (at > 0 && before(utterance, others[at - 1])) at--;
  return others.toSpliced(at, 0, utterance);
}

function noted(notes, note) {
  const keyed = {...note, key: `n${note.seq}`};
  let at = notes.length;
  while (at > 0 && before(keyed, notes[at - 1])) at--;
  return notes.toSpliced(at, 0, keyed).slice(-KEPT_NOTES);
}

function before(a, b) {
  return inOrder(a, b) < 0;
}

function inOrder(a, b) {
  return saidAt(a) - saidAt(b) || (a.seq ?? 0) - (b.seq ?? 0);
}

function erasedWords(previous, text) {
  return words(previous).length - commonPrefixWords(previous, text);
}

function wishesForPerson(utterance) {
  return utterance.speaker === 'caller' && asksForPerson(utterance.text);
}

function present(source, names) {
  const found = {};
  for (const name of names) if (source[name] !== undefined && source[name] !== null) found[name] = source[name];
  return found;
}

function without(map, name) {
  const {[name]: _, ...others} = map;
  return others;
}

function latest(...times) {
  const known = times.filter((t) => Number.isFinite(t));
  return known.length ? Math.max(...known) : undefined;
}
