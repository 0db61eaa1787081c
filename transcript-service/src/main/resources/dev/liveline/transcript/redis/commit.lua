-- Commits one step of one call, if nobody else has since the state it was reduced from.
--
-- KEYS: 1 call, 2 events, 3 erased, 4... of each signature to spend its set, then the keys of the other writes
-- ARGV: 1 version and 2 epoch it was reduced from ("0" and "" for none), 3 about how many entries the event stream keeps,
--       4 number of signatures and 5 milliseconds to remember them, 6 number of words for the call's hash, 7 number of events,
--       8 the channel they are published on as well, '' for none;
--       then these, flat: signature; name value; head json; and, of every other write, the number of its words and these.
-- Answers: "ok", {"erased"}, {"spent", index...}, {"conflict", name, value...}
-- Redis 6.2 and later, Valkey; all keys lie in one slot. Everything is checked before the first write. A partial caption is written by
-- five commands and little else: every command and word here is paid for a thousand times a second.

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

local signatures = tonumber(ARGV[4])
if signatures > 1 then
  local spent = {'spent'}
  for i = 1, signatures do
    if redis.call('SISMEMBER', KEYS[3 + i], ARGV[8 + i]) == 1 then
      spent[#spent + 1] = tostring(i - 1)
    end
  end
  if #spent > 1 then
    return spent
  end
end
for i = 1, signatures do
  if redis.call('SADD', KEYS[3 + i], ARGV[8 + i]) == 0 and signatures == 1 then
    return {'spent', '0'}
  end
  if redis.call('SCARD', KEYS[3 + i]) == 1 then
    redis.call('PEXPIRE', KEYS[3 + i], ARGV[5])
  end
end

local a = 9 + signatures
local words = tonumber(ARGV[6])
if words > 0 then
  redis.call('HSET', KEYS[1], unpack(ARGV, a, a + words - 1))
  a = a + words
end
for _ = 1, tonumber(ARGV[7]) do
  local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'head', ARGV[a], 'json', ARGV[a + 1])
  if ARGV[8] ~= '' then
    redis.call('PUBLISH', ARGV[8], id .. ' ' .. ARGV[a] .. '\n' .. ARGV[a + 1])
  end
  a = a + 2
end
while a <= #ARGV do
  words = tonumber(ARGV[a])
  redis.call(unpack(ARGV, a + 1, a + words))
  a = a + words + 1
end
return 'ok'
