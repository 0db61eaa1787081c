import {COMMANDS, bodyOf, fieldsNow, forCall} from '../model/commands.js';
import {fact, holds, same} from './harness.js';

const command = (kind) => COMMANDS.find((one) => one.kind === kind);

fact('every command has a key of its own', () => {
  const keys = COMMANDS.map((one) => one.key);
  same(new Set(keys).size, keys.length);
  holds(!keys.some((key) => 'LWHNV/?'.includes(key)), 'a key of the console is taken');
});

fact('commands become the bodies the router takes', () => {
  same(bodyOf(command('say'), {text: ' Hold on. ', interrupt: true}), {body: {kind: 'say', text: 'Hold on.', interrupt: true}});
  same(bodyOf(command('add-message'), {text: 'Be brief.'}), {body: {kind: 'add-message', role: 'system', text: 'Be brief.'}});
  same(bodyOf(command('transfer'), {where: 'to', to: '+1 (555) 010-0123', team: ''}), {body: {kind: 'transfer', to: '+15550100123'}});
  same(bodyOf(command('transfer'), {where: 'team', to: '', team: 'claims'}), {body: {kind: 'transfer', team: 'claims'}});
  same(bodyOf(command('take-over'), {agent: 'sip:mia@example.com'}), {body: {kind: 'take-over', agent: 'sip:mia@example.com'}});
  same(bodyOf(command('end-call'), {}), {body: {kind: 'end-call'}});
});

fact('what is missing or wrong is told, and nothing is sent', () => {
  same(bodyOf(command('say'), {text: '  '}), {field: 'text', problem: 'Write something first'});
  same(bodyOf(command('take-over'), {agent: '12'}).field, 'agent');
  same(bodyOf(command('transfer'), {where: 'to', to: 'Mia'}).field, 'to');
});

fact('a transfer asks only for what was chosen', () => {
  same(fieldsNow(command('transfer'), {}).map((field) => field.name), ['where', 'to']);
  same(fieldsNow(command('transfer'), {where: 'team'}).map((field) => field.name), ['where', 'team']);
});

fact('a mute that is on becomes its undoing', () => {
  same(forCall(command('mute-assistant'), {assistant: true}).kind, 'unmute-assistant');
  same(forCall(command('mute-assistant'), {assistant: false}).kind, 'mute-assistant');
  same(forCall(command('say'), {assistant: true}).kind, 'say');
});
