// Which call needs someone, and why: the signs a row carries, and the order of the list. Pure; `now` is the server's time.

/** After this long without a word from anyone a call counts as silent; after `LONG_SILENCE_MS` as badly so. */
export const SILENCE_MS = 10_000;
export const LONG_SILENCE_MS = 30_000;
/** A turn answered later than this feels slow to a caller. */
export const GOOD_TURN_MS = 800;
export const LONG_RINGING_MS = 20_000;
const MANY_BARGE_INS = 2;
const RECENT_BARGE_IN_MS = 60_000;
/** No phone rings longer: what was not heard of by then is not shown any more. */
const LONGEST_AGENT_RINGING_MS = 60_000;

/** The signs of a call, weightiest first: {key, level: 'bad'|'warn'|'info', icon, text, weight}. */
export function signsOf(row, now) {
  const signs = [];
  const sign = (key, level, weight, icon, text) => signs.push({key, level, weight, icon, text});
  if (row.status === 'ended') {
    sign('ended', 'info', 0, 'ended', 'ended');
    return signs;
  }
  const silentMs = silence(row, now);
  if (row.askedForPersonAt && !row.agentSince) sign('asks', 'bad', 100, 'person', 'asks for a person');
  if (silentMs >= LONG_SILENCE_MS) sign('silent', 'bad', 80, 'silent', `silent ${seconds(silentMs)}`);
  if (row.status === 'forwarding') sign('forwarding', 'warn', 60, 'transfer', 'being transferred');
  if (row.status === 'ringing') {
    const rings = row.startedAt ? now - row.startedAt : 0;
    if (rings >= LONG_RINGING_MS) sign('ringing', 'warn', 55, 'ringing', `ringing ${seconds(rings)}`);
    else sign('ringing', 'info', 20, 'ringing', 'ringing');
  }
  if (silentMs >= SILENCE_MS && silentMs < LONG_SILENCE_MS) sign('silent', 'warn', 50, 'silent', `silent ${seconds(silentMs)}`);
  if (row.bargeIns > 0) {
    // Several, and still going on: the two talk past each other. Those of long ago are only told.
    const troubled = row.bargeIns >= MANY_BARGE_INS && now - row.bargedAt < RECENT_BARGE_IN_MS;
    const text = row.bargeIns === 1 ? '1 barge-in' : `${row.bargeIns} barge-ins`;
    if (troubled) sign('barge-in', 'warn', 40, 'cut', text);
    else sign('barge-in', 'info', 15, 'cut', text);
  }
  if (row.muted?.assistant) sign('muted', 'info', 12, 'muted', 'assistant muted');
  if (row.muted?.customer) sign('muted-caller', 'info', 12, 'muted', 'caller muted');
  if (row.agentCalledAt && now - row.agentCalledAt < LONGEST_AGENT_RINGING_MS) sign('agent-called', 'info', 8, 'headset', 'an agent’s phone rings');
  if (row.agentSince) sign('agent', 'info', 5, 'headset', 'with an agent');
  return signs.sort((a, b) => b.weight - a.weight);
}

/** Milliseconds nobody has said a word for; 0 while someone speaks or before anyone is there to. */
export function silence(row, now) {
  if (row.status !== 'in-progress' || row.speaking?.caller || row.speaking?.assistant || row.speaking?.agent) return 0;
  // Of a call that is not followed it is known only how long it had been silent when it was last asked about.
  const [from, until] = row.followed ? [row.lastActivityAt, now] : [row.lastEventAt, row.toldAt];
  return from === undefined || until === undefined ? 0 : Math.max(0, until - from);
}

/** Does this call need a person now? What the header counts. */
export function needsPerson(row, now) {
  return signsOf(row, now).some((sign) => sign.level === 'bad');
}

/**
 * Rows with their signs, in the order of the list: by the weight of the weightiest sign (not by its seconds: the list must
 * not shuffle while it is read), then the longest call first; ended ones last.
 */
export function inOrderOfNeed(rows, now) {
  return rows
    .map((row) => ({row, signs: signsOf(row, now)}))
    .sort((a, b) => need(b) - need(a) || (a.row.startedAt ?? 0) - (b.row.startedAt ?? 0) || (a.row.callId < b.row.callId ? -1 : 1));
}

function need({row, signs}) {
  if (row.status === 'ended') return -1;
  return signs[0]?.weight ?? 10;
}

function seconds(ms) {
  return ms < 120_000 ? `${Math.floor(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min`;
}
