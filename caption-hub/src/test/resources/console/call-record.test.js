import {caughtUp, emptyRecord, flickerOf, heardAndUnheard, lastWords, reduce, timeline} from '../model/call-record.js';
import {chance, fact, holds, same} from './harness.js';

const T0 = 1_000_000;

function script() {
  let seq = 0;
  const event = (type, fields) => ({callId: 'c1', epoch: 'e1', seq: ++seq, type, at: T0 + seq * 100, vapiAt: T0 + seq * 100 - 20, ...fields});
  return {
    started: () => event('call.started', {from: '+15550100123', to: '+15550100999', team: 'billing'}),
    status: (status) => event('call.status', {status}),
    caption: (speaker, utterance, revision, final, text) => event('caption', {speaker, utterance, revision, final, text}),
    speech: (speaker, speaking) => event('speech', {speaker, speaking}),
    event,
  };
}

const play = (events, record = emptyRecord('c1')) => events.reduce(reduce, record);
const texts = (record) => record.settled.map((u) => u.text);

fact('a partial is open until its final settles it', () => {
  const s = script();
  const open = play([s.caption('caller', 1, 1, false, 'i just'), s.caption('caller', 1, 2, false, 'i just need')]);
  same(open.open.caller.text, 'i just need');
  same(texts(open), []);
  const settled = reduce(open, s.caption('caller', 1, 3, true, 'I just need it.'));
  same(settled.open.caller, undefined);
  same(texts(settled), ['I just need it.']);
});

fact('a partial never replaces a final, even with a higher seq and revision', () => {
  const s = script();
  const settled = play([s.caption('caller', 1, 1, true, 'Yes.')]);
  const after = reduce(settled, s.caption('caller', 1, 9, false, 'yes but'));
  same(texts(after), ['Yes.']);
  same(after.open.caller, undefined);
});

fact('an event that was seen before changes nothing at all', () => {
  const s = script();
  const events = [s.started(), s.caption('caller', 1, 1, false, 'a'), s.caption('caller', 1, 2, true, 'A b.')];
  const record = play(events);
  for (const event of events) holds(reduce(record, event) === record, `seq ${event.seq} was taken twice`);
});

fact('an event of another epoch waits for a snapshot', () => {
  const s = script();
  const record = play([s.caption('caller', 1, 1, true, 'One.')]);
  holds(reduce(record, {...s.caption('caller', 2, 1, true, 'Two.'), epoch: 'e2'}) === record, 'it was mixed in');
  const fresh = reduce(record, {type: 'snapshot', callId: 'c1', epoch: 'e2', seq: 3, call: {status: 'in-progress'}, recovered: false,
    captions: [{...s.caption('caller', 1, 1, true, 'Anew.'), epoch: 'e2'}]});
  same(texts(fresh), ['Anew.']);
  same([fresh.epoch, fresh.seq], ['e2', 3]);
});

fact('a snapshot of a replica that lags keeps the finals the page has', () => {
  const s = script();
  const first = s.caption('caller', 1, 1, true, 'One.');
  const record = play([first, s.caption('assistant', 2, 1, true, 'Two.')]);
  const after = reduce(record, {type: 'snapshot', epoch: 'e1', seq: 1, call: {status: 'in-progress'}, captions: [first]});
  same(texts(after), ['One.', 'Two.']);
  same(after.seq, 2);
});

fact('a call that has not begun takes the history it begins with', () => {
  const s = script();
  const unknown = reduce(emptyRecord('c1'), {type: 'snapshot', callId: 'c1', epoch: '', seq: 0, call: {status: 'unknown'}, captions: []});
  same(unknown.status, 'unknown');
  const begun = play([s.started(), s.status('in-progress')], unknown);
  same([begun.status, begun.team, begun.epoch], ['in-progress', 'billing', 'e1']);
});

fact('a late final of an older utterance takes its place in time', () => {
  const s = script();
  const first = s.caption('caller', 1, 1, false, 'first');
  const late = {...s.event('caption', {}), speaker: 'caller', utterance: 1, revision: 2, final: true, text: 'First.', vapiAt: first.vapiAt};
  const record = play([first, {...s.caption('caller', 2, 1, true, 'Second.'), seq: 5}, {...late, seq: 6}]);
  same(texts(record), ['First.', 'Second.']);
});

fact('a cut utterance shows what was heard and what was not', () => {
  const s = script();
  const text = 'Our refund policy covers thirty days from delivery.';
  const cut = {source: 'vapi', utterance: 1, heard: 'our refund policy'};
  for (const order of [
    [s.caption('assistant', 1, 1, true, text), s.event('barge-in', cut)],
    [s.event('barge-in', cut), s.caption('assistant', 1, 1, true, text)],
  ]) {
    const record = play(order);
    same(heardAndUnheard(record.settled[0]), {heard: 'Our refund policy ', unheard: 'covers thirty days from delivery.'});
    same(record.bargeIns, 1);
  }
  same(heardAndUnheard({text, cut: {heard: undefined}}), {heard: text, unheard: ''});
});

fact('the time from the caller’s last word to the answer is a turn', () => {
  const s = script();
  const events = [s.speech('caller', false), s.caption('caller', 1, 1, true, 'Hello?'), s.speech('assistant', true),
    s.caption('assistant', 2, 1, false, 'Good'), s.caption('assistant', 2, 2, true, 'Good day.'), s.caption('assistant', 3, 1, true, 'Still me.')];
  const record = play(events);
  same(record.turns.map((turn) => turn.ms), [100]);
  same(record.settled.map((u) => u.answeredMs), [undefined, 100, undefined]);
});

fact('words taken back count as flicker', () => {
  const s = script();
  const record = play([s.caption('caller', 1, 1, false, 'i want two'), s.caption('caller', 1, 2, false, 'i want to'),
    s.caption('caller', 1, 3, true, 'I want to pay.')]);
  same(flickerOf(record), 0.25);
  same(flickerOf(emptyRecord('c1')), undefined);
});

fact('asking for a person is noticed in words and in the tool, and an agent answers it', () => {
  const s = script();
  const said = play([s.caption('caller', 1, 1, true, 'Could I talk to a person, please?')]);
  holds(said.askedForPersonAt > 0, 'not noticed');
  holds(play([script().caption('caller', 1, 1, true, 'Just put me through to somebody.')]).askedForPersonAt > 0, 'not noticed');
  for (const harmless of ['I am the person who called.', 'The agent was nice.', 'Person to person call.']) {
    same(play([script().caption('caller', 1, 1, true, harmless)]).askedForPersonAt, undefined, harmless);
  }
  const tool = play([s.event('tool', {name: 'escalate_to_human', outcome: 'ok', durationMs: 3})]);
  holds(tool.askedForPersonAt > 0, 'the tool was not noticed');
  const called = reduce(tool, s.event('command', {commandId: 'x', kind: 'take-over', outcome: 'done', by: 'Mia'}));
  same([called.agentSince, called.agentCalledAt > 0], [undefined, true], 'a phone that rings is no agent');
  const missed = reduce(called, s.event('command', {commandId: 'x:agent', kind: 'take-over', outcome: 'failed', by: 'Mia'}));
  same([missed.agentSince, missed.agentCalledAt, missed.room], [undefined, undefined, undefined]);
  const taken = reduce(called, s.event('command', {commandId: 'x:agent', kind: 'take-over', outcome: 'done', by: 'Mia'}));
  holds(taken.agentSince > 0 && taken.room.agent === 'Mia', 'nobody answered');
});

fact('a call that an agent took over goes on after the platform ended it, and supervisors come and go', () => {
  const s = script();
  const command = (commandId, kind, by) => s.event('command', {commandId, kind, outcome: 'done', by});
  const talking = play([s.started(), command('t', 'take-over', 'Mia'), s.event('call.ended', {reason: 'customer-ended-call', durationMs: 9}),
    command('t:agent', 'take-over', 'Mia')]);
  same([talking.status, talking.room.agent], ['ended', 'Mia']);
  const rings = reduce(talking, command('m', 'monitor', 'Sue'));
  same(rings.supervisors, {}, 'a phone that rings is nobody');
  const inside = reduce(rings, command('m:supervisor', 'monitor', 'Sue'));
  const coaching = reduce(inside, command('k', 'coach', 'Sue'));
  same([inside.supervisors, coaching.supervisors], [{Sue: 'monitor'}, {Sue: 'coach'}]);
  same(reduce(coaching, command('m:left', 'monitor', 'Sue')).supervisors, {});
  same(reduce(coaching, command('t:room', 'take-over', 'Mia')).room, undefined);
});

fact('the end of a call keeps what was never finished, and a late final still replaces it', () => {
  const s = script();
  const ended = play([s.caption('caller', 1, 1, false, 'but I'), s.event('call.ended', {reason: 'customer-ended-call', durationMs: 9})]);
  same([ended.status, texts(ended), ended.settled[0].unfinished, ended.open], ['ended', ['but I'], true, {}]);
  const late = reduce(ended, s.caption('caller', 1, 2, true, 'But I never ordered it.'));
  same([late.status, texts(late)], ['ended', ['But I never ordered it.']]);
  same(reduce(late, s.status('in-progress')).status, 'ended');
});

fact('an erased call holds nothing, and nothing comes back', () => {
  const s = script();
  const erased = reduce(play([s.caption('caller', 1, 1, true, 'Secret.')]), {type: 'call.erased', callId: 'c1'});
  same([erased.erased, texts(erased)], [true, []]);
  holds(reduce(erased, s.caption('caller', 2, 1, true, 'More.')) === erased, 'it came back');
});

fact('notes stand between the utterances they happened between', () => {
  const s = script();
  const record = play([s.caption('caller', 1, 1, true, 'One.'), s.event('tool', {name: 'order_status', outcome: 'ok', durationMs: 3}),
    s.caption('assistant', 2, 1, true, 'Two.')]);
  same(timeline(record).map((line) => line.text ?? line.kind), ['One.', 'tool', 'Two.']);
  same(lastWords(record).text, 'Two.');
});

fact('whatever is lost, repeated or held back: finals stay, revisions rise, order is by time (500 seeds)', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = chance(seed);
    const s = script();
    const all = [];
    for (let utterance = 1; utterance <= 12; utterance++) {
      const speaker = random() < .5 ? 'caller' : 'assistant';
      let revision = 0;
      while (random() < .7) all.push(s.caption(speaker, utterance, ++revision, false, `partial ${utterance} ${revision}`));
      all.push(s.caption(speaker, utterance, ++revision, true, `Final ${utterance}.`));
    }
    // The hub skips partials and, after a break, sends again what was seen; its order is that of seq.
    const sent = [];
    for (const event of all) {
      if (event.final || random() < .7) sent.push(event);
      if (random() < .1) sent.push(...sent.slice(-Math.ceil(random() * 6)));
    }
    let record = emptyRecord('c1');
    for (const event of sent) {
      const next = reduce(record, event);
      const finals = new Map(record.settled.map((u) => [u.utterance, u.text]));
      for (const [utterance, text] of finals) {
        same(next.settled.find((u) => u.utterance === utterance)?.text, text, `seed ${seed}: final ${utterance} changed`);
      }
      for (const speaker of ['caller', 'assistant']) {
        const [was, is] = [record.open[speaker], next.open[speaker]];
        holds(!was || !is || was.utterance !== is.utterance || is.revision >= was.revision, `seed ${seed}: a revision fell`);
        holds(!is || !finals.has(is.utterance), `seed ${seed}: a partial came after its final`);
      }
      record = next;
    }
    same(texts(record), Array.from({length: 12}, (_, i) => `Final ${i + 1}.`), `seed ${seed}`);
    same(record.open, {}, `seed ${seed}`);
  }
});

fact('a replay that catches up keeps what the reader saw firm, and never goes back to an older revision', () => {
  const s = script();
  const [one, two, three] = ['the parcel was', 'the parcel was to come', 'the parcel was to come on'].map((text, i) => s.caption('caller', 1, i + 1, false, text));
  const shown = play([one, two]);
  same(shown.open.caller.firm, 14);
  same(caughtUp(shown, play([three])).open.caller.firm, 22);
  same(caughtUp(shown, play([one])).open.caller.text, two.text);
  same(caughtUp(undefined, shown), shown);
  const settled = play([s.caption('caller', 1, 4, true, 'The parcel.')]);
  same(caughtUp(shown, settled).open, {});
});
