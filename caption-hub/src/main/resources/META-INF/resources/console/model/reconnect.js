// When a line breaks: what a close code means, and how long to wait. Pure; chance comes in as a number from 0 to 1.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * What to do after a close: `again` says whether to reconnect, `spread` how (`soon` within a moment, `drain` spread so
 * that a hub's viewers do not arrive at the next one together, `backoff` ever slower), `told` what to tell the reader.
 */
export function afterClose(code) {
  switch (code) {
    case 4000: return {again: true, spread: 'drain', told: 'The server is being replaced'};
    case 4001: return {again: true, spread: 'backoff', told: 'Signing in again'};
    case 4003: return {again: false, told: 'This call is not yours to see, or it was erased'};
    case 4008: return {again: true, spread: 'soon', told: 'This page fell behind'};
    case 4009: return {again: false, told: 'Your access was withdrawn'};
    default: return {again: true, spread: 'backoff', told: 'The connection was lost'};
  }
}

/** What to do after a refused request, by HTTP status. */
export function afterRefusal(status) {
  switch (status) {
    case 401: return {again: false, signIn: true, told: 'Your sign-in has ended'};
    case 403: return {again: false, told: 'You are not allowed to see this'};
    case 429: return {again: true, spread: 'backoff', atLeastMs: 5_000, told: 'Too many connections'};
    default: return {again: true, spread: 'backoff', told: 'The server does not answer'};
  }
}

/** Milliseconds to wait before attempt `attempt` (from 0). Jittered over half of the wait, so no two pages keep step. */
export function wait(verdict, attempt, chance) {
  const atLeast = verdict.atLeastMs ?? 0;
  if (attempt === 0 && verdict.spread === 'drain') return Math.max(atLeast, Math.round(chance * 2_000));
  if (attempt === 0 && verdict.spread === 'soon') return Math.max(atLeast, Math.round(100 + chance * 400));
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return Math.max(atLeast, Math.round(full / 2 + chance * (full / 2)));
}
