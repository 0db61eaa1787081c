// The commands an agent can give: how each is asked for, and the body the router takes. Pure.

const ownPhone = (name) => ({name, label: 'Your phone', hint: 'Like +15550100123 or sip:mia@example.com', type: 'address', remember: 'agent'});

/** Keys, names and fields. Those with `joins` are for a call that a person has taken over, all others for one with the assistant. */
export const COMMANDS = [
  {kind: 'take-over', key: 'T', name: 'Take over', icon: 'headset', primary: true, ask: 'Take this call over',
    why: 'The assistant leaves, and the caller is connected to your phone.', send: 'Take over',
    fields: [ownPhone('agent')]},
  {kind: 'say', key: 'S', name: 'Say…', icon: 'assistant', ask: 'Have the assistant say', why: 'The assistant speaks these words to the caller.',
    send: 'Say it', fields: [
      {name: 'text', label: 'Words', type: 'text'},
      {name: 'interrupt', label: 'Cut in at once, even if the assistant is speaking', type: 'flag'}]},
  {kind: 'add-message', key: 'A', name: 'Instruct…', icon: 'tool', ask: 'Instruct the assistant', send: 'Instruct',
    why: 'The assistant takes this as an instruction. The caller does not hear it.', fields: [{name: 'text', label: 'Instruction', type: 'text'}]},
  {kind: 'transfer', key: 'R', name: 'Transfer…', icon: 'transfer', ask: 'Transfer this call', send: 'Transfer',
    why: 'The caller leaves the assistant and is connected elsewhere.', fields: [
      {name: 'where', label: 'To', type: 'choice', choices: [['to', 'A number or SIP address'], ['team', 'A team']]},
      {name: 'to', label: 'Number or SIP address', hint: 'Like +15550100123', type: 'address', when: {where: 'to'}},
      {name: 'team', label: 'Team', type: 'team', when: {where: 'team'}}]},
  {kind: 'mute-assistant', undo: 'unmute-assistant', key: 'M', name: 'Mute assistant', undoName: 'Unmute assistant', icon: 'muted',
    ask: 'Mute the assistant?', undoAsk: 'Unmute the assistant?', send: 'Mute', undoSend: 'Unmute', muted: 'assistant',
    why: 'The caller no longer hears the assistant until you unmute it.', undoWhy: 'The caller hears the assistant again.', fields: []},
  {kind: 'mute-customer', undo: 'unmute-customer', key: 'C', name: 'Mute caller', undoName: 'Unmute caller', icon: 'muted',
    ask: 'Mute the caller?', undoAsk: 'Unmute the caller?', send: 'Mute', undoSend: 'Unmute', muted: 'customer',
    why: 'The assistant no longer hears the caller until you unmute them.', undoWhy: 'The assistant hears the caller again.', fields: []},
  {kind: 'monitor', joins: true, key: 'O', name: 'Monitor', icon: 'monitor', primary: true, ask: 'Monitor this call', send: 'Call my phone',
    why: 'Your phone is called into the call. You hear both; nobody hears you or notices you come.', fields: [ownPhone('supervisor')],
    change: {ask: 'Go back to monitoring?', send: 'Monitor', why: 'You hear both; nobody hears you.'}},
  {kind: 'coach', joins: true, key: 'K', name: 'Coach', icon: 'coach', ask: 'Coach the agent', send: 'Call my phone',
    why: 'Your phone is called into the call. You hear both; only the agent hears you.', fields: [ownPhone('supervisor')],
    change: {ask: 'Coach the agent?', send: 'Coach', why: 'From now on the agent hears you, the caller does not.'}},
  {kind: 'barge', joins: true, key: 'B', name: 'Barge in', icon: 'cut', ask: 'Barge in', send: 'Call my phone',
    why: 'Your phone is called into the call. Caller and agent both hear you, and you keep the caller if the agent leaves.', fields: [ownPhone('supervisor')],
    change: {ask: 'Barge in?', send: 'Barge in', why: 'From now on caller and agent both hear you.'}},
  {kind: 'end-call', key: 'E', name: 'End call…', icon: 'ended', danger: true, ask: 'End this call?', send: 'End the call',
    why: 'The caller is hung up on. This can’t be undone.', fields: []},
];

/** The commands that make sense for a call now, for this person. Joining is for those who are more than an agent: the router knows exactly who may. */
export function commandsFor(row, who) {
  if (!row || row.status === 'ended' || row.status === 'unknown') return [];
  const withAgent = row.status === 'with-agent';
  const mayJoin = (who?.roles ?? []).some((role) => role !== 'agent');
  return COMMANDS.filter((command) => Boolean(command.joins) === withAgent && (!command.joins || mayJoin))
    .map((command) => forCall(command, row, who));
}

/** The command as it stands for this call: a mute that is on becomes its undoing; who is in already is not called again. */
export function forCall(command, row, who) {
  const manner = command.joins ? row.supervisors?.[who?.id] : undefined;
  if (command.joins && !manner) return {...command, on: false};
  if (manner) return {...command, ...command.change, fields: [], primary: false, on: manner === command.kind};
  if (!command.undo || !row.muted?.[command.muted]) return command;
  return {...command, kind: command.undo, name: command.undoName, ask: command.undoAsk, send: command.undoSend, why: command.undoWhy};
}

/** {body} to send, or {field, problem} to tell. */
export function bodyOf(command, values) {
  for (const field of fieldsNow(command, values)) {
    const problem = problemOf(field, values[field.name]);
    if (problem) return {field: field.name, problem};
  }
  switch (command.kind) {
    case 'say': return {body: {kind: 'say', text: values.text.trim(), interrupt: values.interrupt === true}};
    case 'add-message': return {body: {kind: 'add-message', role: 'system', text: values.text.trim()}};
    case 'transfer': return {body: values.where === 'team'
      ? {kind: 'transfer', team: values.team.trim()} : {kind: 'transfer', to: address(values.to)}};
    case 'monitor': case 'coach': case 'barge': return {body: command.fields.length === 0
      ? {kind: command.kind} : {kind: command.kind, supervisor: address(values.supervisor)}};
    case 'take-over': return {body: {kind: 'take-over', agent: address(values.agent)}};
    default: return {body: {kind: command.kind}};
  }
}

/** What a command's id says: a command that goes on after it was carried out tells its steps under its own id and a word. */
export function stepOf(commandId = '') {
  const [, id, step] = /^(.*?)(?::(agent|room|supervisor|left))?$/s.exec(commandId);
  return {commandId: id, step};
}

/** The fields that are asked for, given what was chosen so far. */
export function fieldsNow(command, values) {
  return command.fields.filter((field) => !field.when
    || Object.entries(field.when).every(([name, value]) => (values[name] ?? firstChoice(command, name)) === value));
}

export function firstChoice(command, name) {
  return command.fields.find((field) => field.name === name)?.choices?.[0][0];
}

function problemOf(field, value) {
  if (field.type === 'flag' || field.type === 'choice') return undefined;
  const text = (value ?? '').trim();
  if (!text && field.type === 'text') return 'Write something first';
  if (!text && field.type === 'team') return 'Name a team';
  if (field.type === 'address' && !/^(\+[1-9]\d{6,14}|sips?:[^\s@]+@?[^\s@]+)$/.test(address(text))) {
    return 'Write a number with its country code, like +15550100123, or a SIP address';
  }
  if (field.type === 'text' && text.length > 2_000) return 'At most 2,000 characters';
  return undefined;
}

/** A number as people write it, without the blanks and brackets. */
function address(text) {
  const trimmed = text.trim();
  return /^sips?:/.test(trimmed) ? trimmed : trimmed.replace(/[\s().-]/g, '').replace(/^00/, '+');
}
