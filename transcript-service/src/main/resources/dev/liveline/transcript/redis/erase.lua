-- Erases every key of a call and tells its viewers. A tombstone refuses later messages of it.
--
-- KEYS: 1 call, 2 log, 3 erased, 4 live, 5 ended, 6 events, 7 reports, 8 attempts of reports
-- ARGV: 1 call id, 2 milliseconds the tombstone stays, 3 about how many entries the event stream keeps, 4 the entry that tells of it,
--       5 number of receivers of reports, 6 the channel the news is published on as well, '' for none
if redis.call('EXISTS', KEYS[3]) == 1 then
  -- Somebody erased it since this caller read it: its viewers were told.
  return 'gone'
end
redis.call('SET', KEYS[3], '1', 'PX', ARGV[2])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[5], ARGV[1])
for receiver = 0, tonumber(ARGV[5]) - 1 do
  redis.call('ZREM', KEYS[7], receiver .. '|' .. ARGV[1])
  redis.call('HDEL', KEYS[8], receiver .. '|' .. ARGV[1])
end
local id = redis.call('XADD', KEYS[6], 'MAXLEN', '~', ARGV[3], '*', 'event', ARGV[4])
if ARGV[6] ~= '' then
  redis.call('PUBLISH', ARGV[6], id .. ' ' .. ARGV[4])
end
return 'ok'
