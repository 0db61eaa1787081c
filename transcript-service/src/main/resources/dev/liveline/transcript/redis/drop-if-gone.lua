-- Takes a call off the list of live ones if its keys are gone.
--
-- KEYS: 1 call, 2 live
-- ARGV: 1 call id
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('ZREM', KEYS[2], ARGV[1])
end
return 'ok'
