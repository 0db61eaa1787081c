import './call-record.test.js';
import './person-wish.test.js';
import './roster.test.js';
import './text.test.js';
import './line.test.js';
import './commands.test.js';
import {facts} from './harness.js';

export const names = [...facts.keys()];
export async function run(name) {
  await facts.get(name)();
}
