-- Commits one step of one call, if nobody else has since the state it was reduced from.
--
-- KEYS: 1 call, 2 log, 3 erased, 4 live, 5 ended, 6 events, 7 commands, 8 reports, 9... signatures to spend
-- ARGV: 1 version and 2 epoch it was reduced from ("0" and "" for none), 3 call id, 4 milliseconds to keep the call's keys,
--       5 and 6 about how many entries the event and command streams keep, 7 milliseconds to remember signatures,
--       8 "live" or "ended" and 9 the score there, empty while expiry and score are fresh enough,
--       10 number of receivers of a report of the call, 0 for none now, and 11 when it is due,
--       12 number of changed hash fields, 13 of log entries, 14 of events, 15 of commands; then these, flat:
--       name value; id type at vapiAt own begunAt; epoch seq type team utterance partial json; kind json
-- Answers: {"ok"}, {"erased"}, {"spent", index...}, {"conflict", name, value...}
-- Redis 6.2 and later, Valkey; all keys lie in one slot. Everything is checked before the first write.

if redis.call('EXISTS', KEYS[3]) == 1 then
  return {'erased'}
end

local spent = {'spent'}
for i = 9, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then
    spent[#spent + 1] = tostring(i - 9)
  end
end
if #spent > 1 then
  return spent
end

local current = redis.call('HMGET', KEYS[1], 'version', 'epoch')
local version = current[1] or '0'
if version ~= ARGV[1] or (version ~= '0' and current[2] ~= ARGV[2]) then
  local state = redis.call('HGETALL', KEYS[1])
  table.insert(state, 1, 'conflict')
  return state
end

for i = 9, #KEYS do
  redis.call('SET', KEYS[i], '1', 'PX', ARGV[7])
end

local fields, entries, events, commands = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15])
if fields == 0 then
  return {'ok'}
end

local a = 16
if version == '0' then
  -- A log without its call is a leftover: its ids would refuse ours.
  redis.call('DEL', KEYS[2])
end
redis.call('HSET', KEYS[1], unpack(ARGV, a, a + 2 * fields - 1))
a = a + 2 * fields

for _ = 1, entries do
  redis.call('XADD', KEYS[2], ARGV[a], 't', ARGV[a + 1], 'a', ARGV[a + 2], 'v', ARGV[a + 3], 'b', ARGV[a + 4], 's', ARGV[a + 5])
  a = a + 6
end
for _ = 1, events do
  if ARGV[a + 4] == '' then
    redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[5], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'json', ARGV[a + 6])
  elseif ARGV[a + 5] == '' then
    redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[5], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'utt', ARGV[a + 4], 'json', ARGV[a + 6])
  else
    redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[5], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'utt', ARGV[a + 4], 'part', '1', 'json', ARGV[a + 6])
  end
  a = a + 7
end

for _ = 1, commands do
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', ARGV[6], '*', 'type', ARGV[a], 'call', ARGV[3], 'json', ARGV[a + 1])
  a = a + 2
end

for receiver = 1, tonumber(ARGV[10]) do
  redis.call('ZADD', KEYS[8], ARGV[11], (receiver - 1) .. '|' .. ARGV[3])
end

if ARGV[9] == '' then
  return {'ok'}
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if ARGV[8] == 'live' then
  redis.call('ZADD', KEYS[4], ARGV[9], ARGV[3])
else
  redis.call('ZREM', KEYS[4], ARGV[3])
  redis.call('ZADD', KEYS[5], ARGV[9], ARGV[3])
end
return {'ok'}
