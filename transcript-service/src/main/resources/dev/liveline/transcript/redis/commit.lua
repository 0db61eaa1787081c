-- Commits one step of one call, if nobody else has since the state it was reduced from.
--
-- KEYS: 1 call, 2 events, 3 erased, 4... signatures to spend, then the keys of the other writes
-- ARGV: 1 version and 2 epoch it was reduced from ("0" and "" for none), 3 call id, 4 about how many entries the event stream keeps,
--       5 number of signatures and 6 milliseconds to remember them, 7 number of words for the call's hash, 8 number of events;
--       then these, flat: name value; epoch seq type team utterance partial json; and, of every other write, the number of its words and these.
-- Answers: "ok", {"erased"}, {"spent", index...}, {"conflict", name, value...}
-- Redis 6.2 and later, Valkey; all keys lie in one slot. Everything is checked before the first write. A partial caption is written by
-- four commands and little else: every command and word here is paid for a thousand times a second.

local current = redis.call('HMGET', KEYS[1], 'version', 'epoch')
local version = current[1] or '0'
if not current[1] and redis.call('EXISTS', KEYS[3]) == 1 then
  return {'erased'}
end
if version ~= ARGV[1] or (version ~= '0' and current[2] ~= ARGV[2]) then
  local state = redis.call('HGETALL', KEYS[1])
  table.insert(state, 1, 'conflict')
  return state
end

local signatures = tonumber(ARGV[5])
if signatures == 1 then
  if not redis.call('SET', KEYS[4], '1', 'NX', 'PX', ARGV[6]) then
    return {'spent', '0'}
  end
elseif signatures > 1 then
  local spent = {'spent'}
  for i = 0, signatures - 1 do
    if redis.call('EXISTS', KEYS[4 + i]) == 1 then
      spent[#spent + 1] = tostring(i)
    end
  end
  if #spent > 1 then
    return spent
  end
  for i = 0, signatures - 1 do
    redis.call('SET', KEYS[4 + i], '1', 'PX', ARGV[6])
  end
end

local a = 9 + tonumber(ARGV[7])
if a > 9 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 9, a - 1))
end
for _ = 1, tonumber(ARGV[8]) do
  if ARGV[a + 5] == '1' then
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'utt', ARGV[a + 4], 'part', '1', 'json', ARGV[a + 6])
  elseif ARGV[a + 4] ~= '' then
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'utt', ARGV[a + 4], 'json', ARGV[a + 6])
  else
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'call', ARGV[3], 'epoch', ARGV[a], 'seq', ARGV[a + 1],
      'type', ARGV[a + 2], 'team', ARGV[a + 3], 'json', ARGV[a + 6])
  end
  a = a + 7
end

while a <= #ARGV do
  local words = tonumber(ARGV[a])
  redis.call(unpack(ARGV, a + 1, a + words))
  a = a + words + 1
end
return 'ok'
