-- Commits one step of one call, if nobody else has since the state it was reduced from.
--
-- Before it stand, as locals: STREAM_LENGTH, about how many entries the event stream keeps; REMEMBER, for how many milliseconds signatures are
-- known; PUBLISHED, whether entries are published as well, and then DATABASE, what follows the stream's name in the channel's.
-- KEYS: 1 call, 2 events, 3 erased, 4... of each signature to spend its set, then the keys of the other writes
-- ARGV: 1 the standing it was reduced from, '' for none, 2 number of signatures, 3 number of words for the call's hash, 4 number of events;
--       then these, flat: signature; name value; entry, '' for an open utterance, which the hash's last value is; and, of every other write,
--       the number of its words and these.
-- Answers: "ok", {"erased"}, {"spent", index...}, {"conflict", name, value...}
-- Redis 6.2 and later, Valkey; all keys lie in one slot. Everything is checked before the first write. A partial caption, which the hash holds
-- until the next replaces it, is published in passing and not appended, where entries are published. It is written by five commands and little
-- else: every command and word here is paid for a thousand times a second.

local call = redis.call

local standing = call('HGET', KEYS[1], 'standing') or ''
if standing == '' and call('EXISTS', KEYS[3]) == 1 then
  return {'erased'}
end
if standing ~= ARGV[1] then
  local state = call('HGETALL', KEYS[1])
  table.insert(state, 1, 'conflict')
  return state
end

local signatures = tonumber(ARGV[2])
if signatures > 1 then
  local spent = {'spent'}
  for i = 1, signatures do
    if call('SISMEMBER', KEYS[3 + i], ARGV[4 + i]) == 1 then
      spent[#spent + 1] = tostring(i - 1)
    end
  end
  if #spent > 1 then
    return spent
  end
end
for i = 1, signatures do
  if call('SADD', KEYS[3 + i], ARGV[4 + i]) == 0 and signatures == 1 then
    return {'spent', '0'}
  end
  if call('SCARD', KEYS[3 + i]) == 1 then
    call('PEXPIRE', KEYS[3 + i], REMEMBER)
  end
end

local a = 5 + signatures
local words = tonumber(ARGV[3])
if words > 0 then
  call('HSET', KEYS[1], unpack(ARGV, a, a + words - 1))
  a = a + words
end
local open = ARGV[a - 1]
for _ = 1, tonumber(ARGV[4]) do
  local entry, id = ARGV[a], '-'
  if entry == '' then
    entry = open
  end
  if entry ~= open or not PUBLISHED then
    id = call('XADD', KEYS[2], 'MAXLEN', '~', STREAM_LENGTH, '*', 'event', entry)
  end
  if PUBLISHED then
    call('PUBLISH', KEYS[2] .. DATABASE, id .. ' ' .. entry)
  end
  a = a + 1
end
while a <= #ARGV do
  words = tonumber(ARGV[a])
  call(unpack(ARGV, a + 1, a + words))
  a = a + words + 1
end
return 'ok'
