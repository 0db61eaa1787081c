// Enough to state facts about modules in a browser. Each file adds to `facts`; ConsoleModelTest runs them one by one.
export const facts = new Map();

export function fact(name, check) {
  if (facts.has(name)) throw new Error(`two facts are called "${name}"`);
  facts.set(name, check);
}

export function same(actual, expected, about = '') {
  const [a, b] = [show(actual), show(expected)];
  if (a !== b) throw new Error(`${about}\nexpected ${b}\n but was ${a}`);
}

export function holds(condition, about) {
  if (!condition) throw new Error(about);
}

/** A generator of chance that a seed fixes (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function show(value) {
  return JSON.stringify(value, (_, v) => (v === undefined ? 'undefined' : v instanceof Map ? [...v] : v));
}
