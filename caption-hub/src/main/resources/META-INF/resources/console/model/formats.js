// How numbers, times and names are written. Pure; the reader's locale decides only the clock's separators.

const TWO_DIGIT_CODES = /^(2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** "+1 555 010 0123"; what is no E.164 number is shown as it is; nothing is "withheld". */
export function phone(number) {
  if (!number || /^anonymous$/i.test(number)) return 'withheld';
  if (!/^\+\d{5,15}$/.test(number)) return number.replace(/^sips?:/, '');
  const digits = number.slice(1);
  const code = /^[17]/.test(digits) ? 1 : TWO_DIGIT_CODES.test(digits) ? 2 : 3;
  return `+${digits.slice(0, code)} ${groups(digits.slice(code)).join(' ')}`;
}

function groups(digits) {
  const cut = [];
  let rest = digits;
  while (rest.length > 4) {
    const take = rest.length === 5 ? 2 : 3;
    cut.push(rest.slice(0, take));
    rest = rest.slice(take);
  }
  return rest ? [...cut, rest] : cut;
}

/** A running time: "02:41", from an hour on "1:02:41". */
export function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const clock = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${clock}` : clock;
}

/** The same for a screen reader: "2 minutes 41 seconds". */
export function spokenDuration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const parts = [[Math.floor(s / 3600), 'hour'], [Math.floor(s / 60) % 60, 'minute'], [s % 60, 'second']];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`);
  return said.length ? said.join(' ') : '0 seconds';
}

/** Time of day with seconds, 24 hours. */
export function timeOfDay(epochMs) {
  if (!Number.isFinite(epochMs)) return '';
  const t = new Date(epochMs);
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
}

/** Day and time, the day left out when it is today's. */
export function dayAndTime(epochMs, now) {
  if (!Number.isFinite(epochMs)) return '';
  const t = new Date(epochMs);
  if (t.toDateString() === new Date(now).toDateString()) return timeOfDay(epochMs);
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${timeOfDay(epochMs)}`;
}

/** "84 ms", "1.2 s", "14 s". */
export function span(ms) {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

const SPEAKERS = {caller: 'Caller', assistant: 'Assistant', agent: 'Agent'};

export function speakerName(speaker) {
  return SPEAKERS[speaker] ?? 'Someone';
}

const STATUS = {'ringing': 'ringing', 'in-progress': 'in progress', 'forwarding': 'being transferred', 'ended': 'ended', 'with-agent': 'with an agent',
  'unknown': 'not begun yet', 'erased': 'erased'};

export function statusName(status) {
  return STATUS[status] ?? (status ? status.replaceAll('-', ' ') : 'connecting');
}

const COMMANDS = {'say': 'Say', 'add-message': 'Instruction', 'mute-assistant': 'Mute assistant',
  'unmute-assistant': 'Unmute assistant', 'mute-customer': 'Mute caller', 'unmute-customer': 'Unmute caller',
  'transfer': 'Transfer', 'monitor': 'Monitor', 'coach': 'Coach', 'barge': 'Barge in', 'take-over': 'Take over', 'end-call': 'End call'};

export function commandName(kind) {
  return COMMANDS[kind] ?? kind;
}

/** Vapi's reasons are slugs: "customer-ended-call" reads as "customer ended call". */
export function reason(slug) {
  return slug ? slug.replace(/[-_.]+/g, ' ') : 'no reason given';
}

export function count(n, one, many = `${one}s`) {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

function two(n) {
  return String(n).padStart(2, '0');
}
