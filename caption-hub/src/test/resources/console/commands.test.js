import {COMMANDS, bodyOf, commandsFor, fieldsNow, forCall, stepOf} from '../model/commands.js';
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
  same(forCall(command('mute-assistant'), {muted: {assistant: true}}).kind, 'unmute-assistant');
  same(forCall(command('mute-assistant'), {muted: {assistant: false}}).kind, 'mute-assistant');
  same(forCall(command('say'), {muted: {assistant: true}}).kind, 'say');
});

fact('whoever has the call decides what can be done with it: the assistant is steered, people are joined', () => {
  const sue = {id: 'sue', roles: ['supervisor']};
  const kinds = (row, who) => commandsFor(row, who).map((one) => one.kind);
  same(kinds({status: 'with-agent'}, sue), ['monitor', 'coach', 'barge']);
  same(kinds({status: 'with-agent'}, {id: 'ann', roles: ['agent']}), []);
  same(kinds({status: 'with-agent'}, {id: 'ann', roles: ['agent', 'coaches']}), ['monitor', 'coach', 'barge']);
  holds(!kinds({status: 'in-progress'}, sue).includes('monitor'), 'there is no room to join');
  holds(kinds({status: 'in-progress'}, {id: 'ann', roles: ['agent']}).includes('take-over'), 'agents take over');
  same([kinds({status: 'ended'}, sue), kinds({status: 'unknown'}, sue), kinds(undefined, sue)], [[], [], []]);
});

fact('who is in a call already changes how, without being called again', () => {
  const row = {status: 'with-agent', supervisors: {sue: 'monitor'}};
  const [monitor, coach] = commandsFor(row, {id: 'sue', roles: ['supervisor']});
  same([monitor.on, coach.on, bodyOf(coach, {})], [true, false, {body: {kind: 'coach'}}]);
  const [, fresh] = commandsFor(row, {id: 'max', roles: ['supervisor']});
  same(bodyOf(fresh, {supervisor: '+1 555 010 0777'}), {body: {kind: 'coach', supervisor: '+15550100777'}});
  same(bodyOf(fresh, {supervisor: ''}).field, 'supervisor');
});

fact('a step of a command is told from the command', () => {
  same(stepOf('c-1:agent'), {commandId: 'c-1', step: 'agent'});
  same(stepOf('c-1'), {commandId: 'c-1', step: undefined});
  same(stepOf('a:b:left'), {commandId: 'a:b', step: 'left'});
  same(stepOf('a:b').commandId, 'a:b');
});
