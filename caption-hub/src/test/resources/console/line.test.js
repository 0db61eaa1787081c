import {HeldClock, ServerClock} from '../model/clock.js';
import {EventStreamParser} from '../model/event-stream.js';
import {LagWindow, median} from '../model/lag.js';
import {afterClose, afterRefusal, wait} from '../model/reconnect.js';
import {chance, fact, holds, same} from './harness.js';

const STREAM = ': hello\n\nid: e:1\nevent: call.started\ndata: {"a":1}\n\ndata: two\r\ndata: lines\r\n\r\n:\n\n';
const PARSED = [{comment: 'hello'}, {event: 'call.started', data: '{"a":1}', id: 'e:1'}, {event: 'message', data: 'two\nlines', id: 'e:1'}, {comment: ''}];

fact('server-sent events are read as the standard says', () => {
  same(new EventStreamParser().push(STREAM), PARSED);
});

fact('server-sent events read the same however they are cut in pieces', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = chance(seed);
    const parser = new EventStreamParser();
    const found = [];
    for (let at = 0; at < STREAM.length;) {
      const length = 1 + Math.floor(random() * 9);
      found.push(...parser.push(STREAM.slice(at, at + length)));
      at += length;
    }
    same(found, PARSED, `seed ${seed}`);
  }
});

fact('close codes mean what the hub means by them', () => {
  same([4000, 4001, 4003, 4008, 4009, 1006].map((code) => afterClose(code).again), [true, true, false, true, false, true]);
  holds([4003, 4009].every((code) => afterClose(code).told), 'those that end it say why');
  holds(afterRefusal(401).signIn && !afterRefusal(403).again && afterRefusal(503).again && afterRefusal(0).again, 'refusals');
});

fact('waits grow, are bounded, and spread', () => {
  const lost = afterClose(1006);
  for (let attempt = 0; attempt < 30; attempt++) {
    const [least, most] = [wait(lost, attempt, 0), wait(lost, attempt, 1)];
    holds(least >= 250 && most <= 15_000 && most >= 2 * least - 1, `attempt ${attempt}: ${least} to ${most}`);
  }
  holds(wait(lost, 6, .5) > wait(lost, 1, .5), 'later attempts wait longer');
  same([wait(afterClose(4000), 0, 0), wait(afterClose(4000), 0, 1)], [0, 2_000]);
  holds(wait(afterClose(4008), 0, 1) <= 500, 'a slow viewer comes back at once');
  holds(wait(afterRefusal(429), 0, 0) >= 5_000, 'a limit is respected');
});

fact('lag is told of the window only', () => {
  const lag = new LagWindow(1_000, 100);
  same(lag.summary(0), undefined);
  for (let i = 1; i <= 100; i++) lag.add(i, 500);
  same(lag.summary(600), {count: 100, p50Ms: 50, p95Ms: 95, maxMs: 100});
  lag.add(7, 1_400);
  same(lag.summary(1_600), {count: 1, p50Ms: 7, p95Ms: 7, maxMs: 7});
  same([median([3, 1, 2]), median([])], [2, undefined]);
});

fact('a broken line holds the clock at the moment it was last heard, until the news of the break have come', () => {
  const clock = new HeldClock();
  same(clock.at(1_000, false, 1_000), 1_000, 'a page that was never live has nothing to hold');
  same(clock.at(2_000, true, 10), 2_000);
  same(clock.at(30_000, false, 20_000), 10_000);
  same(clock.at(90_000, false, 80_000), 10_000);
  same(clock.at(91_000, true, 0), 10_000);
  same(clock.at(93_000, true, 0), 93_000);
});

fact('clocks are taken to agree until an answer proves they do not', () => {
  const clock = new ServerClock();
  clock.answered(1_000, 1_080, 1_000, 1_000);
  same(clock.offsetMs, 0);
  clock.answered(5_000, 5_020, 65_010);
  same(Math.round(clock.offsetMs / 1_000), 60);
});

fact('an event can’t have been heard before it was written', () => {
  const clock = new ServerClock();
  clock.heard(1_000, 1_250);
  same(clock.offsetMs, 250);
});

fact('a clock that was set is learnt anew', () => {
  const clock = new ServerClock();
  clock.answered(1_000, 1_010, 61_000);
  clock.answered(2_000, 2_010, 2_005);
  same(clock.offsetMs, 0);
});
