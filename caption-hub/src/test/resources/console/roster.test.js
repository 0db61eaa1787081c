import {inOrderOfNeed, needsPerson, signsOf, silence} from '../model/attention.js';
import {emptyRecord, reduce} from '../model/call-record.js';
import {emptyRoster, reduceRoster, rowOf, surveyed, withoutEndedBefore, withoutRoom, withRooms} from '../model/roster.js';
import {fact, holds, same} from './harness.js';

const NOW = 2_000_000;
const row = (fields) => ({callId: 'c', status: 'in-progress', followed: true, startedAt: NOW - 60_000, lastActivityAt: NOW - 1_000, bargeIns: 0,
  muted: {}, ...fields});

fact('the lobby adds calls, follows them, and lets ended ones go', () => {
  let roster = reduceRoster(emptyRoster(), {type: 'snapshot', calls: [{callId: 'a', status: 'in-progress', epoch: 'e', seq: 4, bargeIns: 1}]});
  roster = reduceRoster(roster, {type: 'call.started', callId: 'b', epoch: 'f', seq: 1, at: NOW, from: '+15550100123', team: 'billing'});
  roster = reduceRoster(roster, {type: 'barge-in', callId: 'a', epoch: 'e', seq: 5, at: NOW});
  roster = reduceRoster(roster, {type: 'call.ended', callId: 'b', epoch: 'f', seq: 2, at: NOW, reason: 'customer-ended-call'});
  same([...roster.values()].map((call) => [call.callId, call.status, call.bargeIns]), [['a', 'in-progress', 2], ['b', 'ended', 0]]);
  same([...withoutEndedBefore(roster, NOW + 1).keys()], ['a']);
  holds(withoutEndedBefore(roster, NOW - 1) === roster, 'nothing was to go');
});

fact('the lobby counts a repeated event once', () => {
  const snapshot = reduceRoster(emptyRoster(), {type: 'snapshot', calls: [{callId: 'a', status: 'ringing', epoch: 'e', seq: 4, bargeIns: 1}]});
  holds(reduceRoster(snapshot, {type: 'barge-in', callId: 'a', epoch: 'e', seq: 4, at: NOW}) === snapshot, 'counted twice');
});

fact('a call that ended on either line has ended', () => {
  const record = reduce(emptyRecord('a'), {callId: 'a', epoch: 'e', seq: 9, type: 'call.status', status: 'in-progress', at: NOW});
  same(rowOf({callId: 'a', status: 'ended', seq: 3, bargeIns: 0}, record).status, 'ended');
  same(rowOf({callId: 'a', status: 'ringing', seq: 3, bargeIns: 2}, record).status, 'in-progress');
  same(rowOf({callId: 'a', status: 'ringing', seq: 3, bargeIns: 2}, record).bargeIns, 2);
});

fact('a call that an agent has is listed as long as they talk, after all that may need one', () => {
  const record = {...emptyRecord('a'), status: 'ended', seq: 9, room: {since: NOW, agent: 'Mia'}, agentSince: NOW};
  const ended = {callId: 'a', status: 'ended', endedAt: NOW - 60_000, seq: 3, bargeIns: 0};
  same(rowOf(ended, record).status, 'with-agent');
  same(rowOf(ended, {...record, room: undefined}).status, 'ended');
  const roster = new Map([['a', ended], ['b', {...ended, callId: 'b'}]]);
  same([...withoutEndedBefore(roster, NOW, (callId) => callId === 'a').keys()], ['a']);
  const rows = [rowOf(ended, record), row({callId: 'quiet'}), row({callId: 'ended', status: 'ended'})];
  same(inOrderOfNeed(rows, NOW).map((entry) => entry.row.callId), ['quiet', 'a', 'ended']);
});

fact('a call that people hold is listed from what call-router says, until it says so no more or the call itself does', () => {
  const live = reduceRoster(emptyRoster(), {type: 'snapshot', calls: [{callId: 'a', status: 'in-progress', epoch: 'e', seq: 4}]});
  const roster = withRooms(live, [{callId: 'a', agent: 'Mia', since: NOW}, {callId: 'b', agent: 'Sue'}], NOW + 9);
  same([...roster.values()].map((call) => [call.callId, rowOf(call, undefined).status, call.room]),
    [['a', 'with-agent', {agent: 'Mia', since: NOW}], ['b', 'with-agent', {agent: 'Sue', since: NOW + 9}]]);
  same(rowOf(roster.get('b'), {...emptyRecord('b'), status: 'ended', from: '+15550100123', seq: 9}).from, '+15550100123');
  same([...withRooms(roster, [{callId: 'b', agent: 'Sue'}], NOW).values()].map((call) => rowOf(call, undefined).status), ['in-progress', 'with-agent']);
  same(rowOf(withoutRoom(roster, 'b').get('b'), undefined).status, 'ended');
  same(rowOf(reduceRoster(roster, {type: 'call.erased', callId: 'b', epoch: 'e', seq: 5}).get('b'), undefined).status, 'ended');
});

fact('silence begins when nobody speaks, and only in a call that is in progress and followed', () => {
  same(silence(row({lastActivityAt: NOW - 14_000}), NOW), 14_000);
  same(silence(row({lastActivityAt: NOW - 14_000, speaking: {caller: true}}), NOW), 0);
  same(silence(row({lastActivityAt: NOW - 14_000, status: 'ringing'}), NOW), 0);
  same(silence(row({lastActivityAt: NOW - 14_000, followed: false}), NOW), 0);
});

fact('signs say why a call needs someone, the weightiest first', () => {
  const keys = (fields) => signsOf(row(fields), NOW).map((sign) => `${sign.key}:${sign.level}`);
  same(keys({askedForPersonAt: NOW - 5_000, bargeIns: 2, bargedAt: NOW - 5_000}), ['asks:bad', 'barge-in:warn']);
  same(keys({askedForPersonAt: NOW - 5_000, agentSince: NOW}), ['agent:info']);
  same(keys({askedForPersonAt: NOW - 5_000, agentCalledAt: NOW - 5_000}), ['asks:bad', 'agent-called:info']);
  same(keys({agentCalledAt: NOW - 61_000}), []);
  same(keys({lastActivityAt: NOW - 31_000}), ['silent:bad']);
  same(keys({bargeIns: 3, bargedAt: NOW - 90_000}), ['barge-in:info']);
  same(keys({status: 'ringing', startedAt: NOW - 25_000}), ['ringing:warn']);
  same(keys({status: 'ended', askedForPersonAt: NOW}), ['ended:info']);
  holds(needsPerson(row({askedForPersonAt: 1}), NOW) && !needsPerson(row({bargeIns: 9, bargedAt: NOW}), NOW), 'who needs a person');
});

fact('the list puts first who needs help, and does not shuffle by the seconds', () => {
  const rows = [row({callId: 'quiet'}), row({callId: 'old', startedAt: NOW - 400_000}),
    row({callId: 'silent', lastActivityAt: NOW - 12_000}), row({callId: 'ended', status: 'ended'}),
    row({callId: 'silent-longer', lastActivityAt: NOW - 20_000, startedAt: NOW - 30_000}), row({callId: 'asks', askedForPersonAt: NOW - 1})];
  const order = (now) => inOrderOfNeed(rows, now).map((entry) => entry.row.callId);
  same(order(NOW), ['asks', 'silent', 'silent-longer', 'old', 'quiet', 'ended']);
  same(order(NOW + 1_000), order(NOW));
});

fact('calls too many to be followed are told of by a survey, as they stood when it was taken', () => {
  const roster = reduceRoster(emptyRoster(), {type: 'snapshot', calls: ['asks', 'silent', 'speaks', 'other'].map((callId) => ({callId, epoch: 'e', seq: 4,
    status: 'in-progress', startedAt: NOW - 60_000, bargeIns: 1, lastEventAt: NOW - 50_000}))});
  const told = (callId, fields) => ({callId, epoch: 'e', status: 'in-progress', lastEventAt: NOW - 1_000, bargeIns: 1, speaking: {caller: false, assistant: false}, ...fields});
  const after = surveyed(roster, [told('asks', {askedForPersonAt: NOW - 9_000}), told('silent', {lastEventAt: NOW - 14_000}),
    told('speaks', {lastEventAt: NOW - 14_000, speaking: {caller: true, assistant: false}}), told('other', {epoch: 'another', askedForPersonAt: NOW}), told('unknown', {})], NOW);
  const keys = (callId, now) => signsOf(rowOf(after.get(callId), undefined), now).map((sign) => `${sign.key}:${sign.level}`);
  same(keys('asks', NOW), ['asks:bad', 'barge-in:info']);
  same([keys('silent', NOW), keys('silent', NOW + 60_000)], [['silent:warn', 'barge-in:info'], ['silent:warn', 'barge-in:info']]);
  same([keys('speaks', NOW), keys('other', NOW)], [['barge-in:info'], ['barge-in:info']]);
  same(after.size, 4);
  const barged = reduceRoster(after, {type: 'barge-in', callId: 'silent', epoch: 'e', seq: 5, at: NOW + 1_000});
  same(silence(rowOf(barged.get('silent'), undefined), NOW + 2_000), 0);
});
