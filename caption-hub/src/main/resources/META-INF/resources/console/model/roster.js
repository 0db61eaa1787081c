// The calls that are live, as the lobby tells of them, and what a row of the list shows of one. Pure.
//
// The lobby and the captions of a call are two lines that bring some of the same events. They are kept apart, each with its
// own seq, and put together only for display (`rowOf`), so that neither can make the other skip anything.

import {lastWords} from './call-record.js';

export function emptyRoster() {
  return new Map();
}

/** The roster after one message of the lobby. A new map, unless nothing changed. */
export function reduceRoster(roster, event) {
  if (event.type === 'snapshot') {
    const next = new Map();
    for (const call of event.calls ?? []) {
      if (call.callId) next.set(call.callId, {bargeIns: 0, ...call, seq: call.seq ?? 0});
    }
    return next;
  }
  if (!event.callId) return roster;
  const before = roster.get(event.callId);
  const repeated = before && before.epoch !== undefined && event.epoch === before.epoch && event.seq <= before.seq;
  if (repeated) return roster;
  const after = summaryAfter(before ?? {callId: event.callId, bargeIns: 0}, event);
  return after === undefined ? roster : new Map(roster).set(event.callId, {...after, epoch: event.epoch, seq: event.seq});
}

/** The roster with what a list of calls (`GET /calls`), answered at `toldAt`, says of those in it. Calls it lacks are no news. */
export function surveyed(roster, calls, toldAt) {
  const next = new Map(roster);
  for (const {callId, epoch, askedForPersonAt, speaking, lastEventAt, bargeIns} of calls) {
    const call = next.get(callId);
    if (!call || call.status === 'ended' || (call.epoch !== undefined && call.epoch !== epoch)) continue;
    next.set(callId, {...call, speaking, toldAt, askedForPersonAt: call.askedForPersonAt ?? askedForPersonAt,
      lastEventAt: Math.max(lastEventAt ?? 0, call.lastEventAt ?? 0), bargeIns: Math.max(bargeIns ?? 0, call.bargeIns)});
  }
  return next;
}

/**
 * The roster with what call-router says of the calls that people hold (`GET /routing/rooms`): to the platform most of them have ended.
 * Each has a `room` then, and no other has.
 */
export function withRooms(roster, rooms, toldAt) {
  const next = new Map(roster);
  const held = new Set(rooms.map((room) => room.callId));
  for (const callId of roster.keys()) if (!held.has(callId)) replace(next, callId, undefined);
  for (const {callId, agent, since} of rooms) {
    if (!next.has(callId)) next.set(callId, {callId, status: 'ended', seq: 0, bargeIns: 0});
    replace(next, callId, {agent, since: since ?? toldAt});
  }
  return next;
}

/** The roster without the room of a call: nobody holds it any more. */
export function withoutRoom(roster, callId) {
  if (!roster.get(callId)?.room) return roster;
  const next = new Map(roster);
  replace(next, callId, undefined);
  return next;
}

function replace(roster, callId, room) {
  const call = roster.get(callId);
  if (call.room || room) roster.set(callId, {...call, room});
}

/** Without the calls that ended before `until`, unless they are `kept`. The same map if there are none. */
export function withoutEndedBefore(roster, until, kept = () => false) {
  const gone = [...roster.values()].filter((call) => call.status === 'ended' && (call.endedAt ?? 0) < until && !kept(call.callId));
  if (gone.length === 0) return roster;
  const next = new Map(roster);
  for (const call of gone) next.delete(call.callId);
  return next;
}

function summaryAfter(call, event) {
  switch (event.type) {
    case 'call.started': {
      const {from, to, team, route, assistantId} = event;
      return {...call, from, to, team, route, assistantId, startedAt: event.at, lastEventAt: event.at,
        status: call.status ?? 'ringing'};
    }
    case 'call.status': return call.status === 'ended' ? call
      : {...call, status: event.status, startedAt: call.startedAt ?? event.at, lastEventAt: event.at};
    case 'barge-in': return {...call, bargeIns: call.bargeIns + 1, bargedAt: event.at, lastEventAt: event.at};
    case 'call.ended': return {...call, status: 'ended', endedAt: event.at, endedReason: event.reason, lastEventAt: event.at};
    case 'call.erased': return {...call, status: 'ended', endedAt: 0, room: undefined};
    default: return undefined;
  }
}

/** One call for display: what the lobby says of it, and what its captions add where they are followed. */
export function rowOf(call, record) {
  const room = record?.room ?? call?.room;
  if (!record || record.status === undefined) return {...call, status: room ? 'with-agent' : call.status, followed: false, muted: {}};
  const ended = call?.status === 'ended' || record.status === 'ended';
  const fresher = record.seq >= (call?.seq ?? 0) && record.status !== 'unknown' ? record.status : call?.status ?? record.status;
  return {
    callId: record.callId,
    from: record.from ?? call?.from, to: record.to ?? call?.to, team: record.team ?? call?.team,
    assistantId: record.assistantId ?? call?.assistantId, route: record.route ?? call?.route,
    startedAt: record.startedAt ?? call?.startedAt, endedAt: record.endedAt ?? call?.endedAt,
    endedReason: record.endedReason ?? call?.endedReason, lastEventAt: record.lastEventAt ?? call?.lastEventAt,
    // The platform's call ends when a person takes over; the caller talks on, to them.
    status: room ? 'with-agent' : ended ? 'ended' : fresher,
    bargeIns: Math.max(record.bargeIns, call?.bargeIns ?? 0),
    bargedAt: record.bargedAt ?? call?.bargedAt,
    askedForPersonAt: record.askedForPersonAt ?? call?.askedForPersonAt,
    agentCalledAt: record.agentCalledAt, agentSince: record.agentSince ?? room?.since, room, supervisors: record.supervisors, muted: record.muted, speaking: record.speaking,
    lastActivityAt: record.lastActivityAt, last: lastWords(record), open: record.open, followed: true,
  };
}
