-- Takes reports that are due, and lends them to the caller: they come again when the loan is over.
--
-- KEYS: 1 reports
-- ARGV: 1 now, 2 end of the loan, 3 most to take
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(due) do
  redis.call('ZADD', KEYS[1], ARGV[2], member)
end
return due
