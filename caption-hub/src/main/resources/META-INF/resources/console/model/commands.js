// The commands an agent can give: how each is asked for, and the body the router takes. Pure.

/** Keys, names and fields; `confirm` is the question where there is nothing to fill in. */
export const COMMANDS = [
  {kind: 'take-over', key: 'T', name: 'Take over', icon: 'headset', primary: true, ask: 'Take this call over',
    why: 'The assistant leaves, and the caller is connected to your phone.', send: 'Take over',
    fields: [{name: 'agent', label: 'Your phone', hint: 'Like +15550100123 or sip:mia@example.com', type: 'address', remember: true}]},
  {kind: 'say', key: 'S', name: 'Say…', icon: 'assistant', ask: 'Have the assistant say', why: 'The assistant speaks these words to the caller.',
    send: 'Say it', fields: [
      {name: 'text', label: 'Words', type: 'text'},
      {name: 'interrupt', label: 'Cut in at once, even if the assistant is speaking', type: 'flag'}]},
  {kind: 'add-message', key: 'A', name: 'Instruct…', icon: 'tool', ask: 'Instruct the assistant', send: 'Instruct',
    why: 'The assistant takes this as an instruction. The caller does not hear it.', fields: [{name: 'text', label: 'Instruction', type: 'text'}]},
  {kind: 'mute-assistant', undo: 'unmute-assistant', key: 'M', name: 'Mute assistant', undoName: 'Unmute assistant', icon: 'muted',
    ask: 'Mute the assistant?', undoAsk: 'Unmute the assistant?', send: 'Mute', undoSend: 'Unmute', muted: 'assistant',
    why: 'The caller no longer hears the assistant until you unmute it.', undoWhy: 'The caller hears the assistant again.', fields: []},
  {kind: 'mute-customer', undo: 'unmute-customer', key: 'C', name: 'Mute caller', undoName: 'Unmute caller', icon: 'muted',
    ask: 'Mute the caller?', undoAsk: 'Unmute the caller?', send: 'Mute', undoSend: 'Unmute', muted: 'customer',
    why: 'The assistant no longer hears the caller until you unmute them.', undoWhy: 'The assistant hears the caller again.', fields: []},
  {kind: 'transfer', key: 'R', name: 'Transfer…', icon: 'transfer', ask: 'Transfer this call', send: 'Transfer',
    why: 'The caller leaves the assistant and is connected elsewhere.', fields: [
      {name: 'where', label: 'To', type: 'choice', choices: [['to', 'A number or SIP address'], ['team', 'A team']]},
      {name: 'to', label: 'Number or SIP address', hint: 'Like +15550100123', type: 'address', when: {where: 'to'}},
      {name: 'team', label: 'Team', type: 'team', when: {where: 'team'}}]},
  {kind: 'end-call', key: 'E', name: 'End call…', icon: 'ended', danger: true, ask: 'End this call?', send: 'End the call',
    why: 'The caller is hung up on. This can’t be undone.', fields: []},
];

/** The command as it stands for this call: a mute that is on becomes its undoing. */
export function forCall(command, muted) {
  if (!command.undo || !muted?.[command.muted]) return command;
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
    case 'take-over': return {body: {kind: 'take-over', agent: address(values.agent)}};
    default: return {body: {kind: command.kind}};
  }
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
