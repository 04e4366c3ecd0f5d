#!lua name=kith_1
-- What must happen at once, in the store itself. Every function touches one shard only: all
-- its keys carry the same tag in braces. Time is the store's own.
--
-- Of a stream S in shard T the store keeps: S, a hash from number to "at|rule|entry" (nothing
-- after the last bar: erased), dense from first to n; S:head, with n (last number), first
-- (first kept), rule, posts (entries that carried a dedupe key) and at (time of the last);
-- S:snapshot. Of the shard: T:log, a stream of what changed (s, n, and x for an erasure),
-- numbered by T:seq; T:streams, the names; T:last_at; T:ages:KIND, streams that keep something, by the
-- time of their first entry.

local REMEMBER_POSTS = 4096
local REMEMBER_MS = 24 * 60 * 60 * 1000
local REMEMBER_AT_LEAST_MS = 10 * 60 * 1000
local LOG_ENTRIES = 50000

-- A time given as `=ms` stands still there: that is how tests hold it in their hands.
local function now_ms(given)
  if string.sub(given, 1, 1) == '=' then
    return tonumber(string.sub(given, 2))
  end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function shard_of(stream)
  return string.sub(stream, 1, string.find(stream, '}', 1, true))
end

local function kind_of(stream)
  local name = string.sub(stream, string.find(stream, '}', 1, true) + 1)
  local colon = string.find(name, ':', 1, true)
  return colon and string.sub(name, 1, colon) or name
end

local function head_of(stream)
  local head = redis.call('HMGET', stream .. ':head', 'n', 'first', 'rule', 'posts', 'at')
  return {
    n = tonumber(head[1] or 0), first = tonumber(head[2] or 1), rule = tonumber(head[3] or 0),
    posts = tonumber(head[4] or 0), at = tonumber(head[5] or 0),
  }
end

local function text(number)
  return string.format('%d', number)
end

local function stored(at, rule, entry)
  return text(at) .. '|' .. text(rule) .. '|' .. entry
end

-- `channels` is where this house's nodes listen: all databases of a Redis share the channels.
local function tell(channels, stream, n, at, rule, entry)
  local shard = shard_of(stream)
  local seq = redis.call('INCR', shard .. ':seq')
  if entry == '' then
    redis.call('XADD', shard .. ':log', 'MAXLEN', '~', LOG_ENTRIES, text(seq) .. '-0',
      's', stream, 'n', text(n), 'x', '1')
  else
    redis.call('XADD', shard .. ':log', 'MAXLEN', '~', LOG_ENTRIES, text(seq) .. '-0',
      's', stream, 'n', text(n))
  end
  redis.call('PUBLISH', channels .. shard,
    text(seq) .. '|' .. stream .. '|' .. text(n) .. '|' .. stored(at, rule, entry))
end

local function remembered(shard, key, now)
  local found = redis.call('HMGET', shard .. ':dedupe:' .. key, 's', 'n', 'at', 'rank', 'mac')
  if not found[1] then
    return nil
  end
  local age = now - tonumber(found[3])
  if age >= REMEMBER_AT_LEAST_MS then
    local later = head_of(found[1]).posts - tonumber(found[4])
    if age >= REMEMBER_MS or later >= REMEMBER_POSTS then
      return nil
    end
  end
  return {found[1], found[2], found[5]}
end

local function writes_of(args)
  local writes = {}
  for i = 3, #args, 7 do
    writes[#writes + 1] = {
      stream = args[i], entry = args[i + 1], dedupe = args[i + 2], mac = args[i + 3],
      expect_n = args[i + 4], expect_rule = args[i + 5], raises = tonumber(args[i + 6]),
    }
  end
  return writes
end

local function refused(writes, now)
  for index, write in ipairs(writes) do
    if write.dedupe ~= '' then
      local first = remembered(shard_of(write.stream), write.dedupe, now)
      if first then
        return {'duplicate', text(index - 1), first[1], first[2], first[3]}
      end
    end
  end
  for _, write in ipairs(writes) do
    local head = head_of(write.stream)
    if (write.expect_n ~= '' and tonumber(write.expect_n) ~= head.n)
      or (write.expect_rule ~= '' and tonumber(write.expect_rule) ~= head.rule) then
      return {'conflict', write.stream, text(head.n)}
    end
  end
  return nil
end

local function accept(channels, write, now)
  local stream = write.stream
  local shard = shard_of(stream)
  local head = head_of(stream)
  local at = math.max(head.at, now)
  local was_empty = head.first > head.n
  head.n = head.n + 1
  head.rule = head.rule + write.raises
  redis.call('HSET', stream, text(head.n), stored(at, head.rule, write.entry))
  if write.dedupe ~= '' then
    head.posts = head.posts + 1
    local key = shard .. ':dedupe:' .. write.dedupe
    redis.call('DEL', key)
    redis.call('HSET', key, 's', stream, 'n', text(head.n), 'at', text(at),
      'rank', text(head.posts), 'mac', write.mac)
    redis.call('PEXPIRE', key, REMEMBER_MS)
  end
  redis.call('HSET', stream .. ':head', 'n', text(head.n), 'first', text(head.first),
    'rule', text(head.rule), 'posts', text(head.posts), 'at', text(at))
  redis.call('SADD', shard .. ':streams', stream)
  if was_empty then
    redis.call('ZADD', shard .. ':ages:' .. kind_of(stream), at, stream)
  end
  tell(channels, stream, head.n, at, head.rule, write.entry)
  return head.n
end

-- ARGV: time, channels, then seven for each write. All or nothing: judged before anything is
-- written.
local function append(_, args)
  local now = now_ms(args[1])
  local writes = writes_of(args)
  local answer = refused(writes, now)
  if answer then
    return answer
  end
  local accepted = {}
  for _, write in ipairs(writes) do
    accepted[#accepted + 1] = text(accept(args[2], write, now))
  end
  local shard = shard_of(writes[1].stream)
  redis.call('SET', shard .. ':last_at', text(now))
  local seq = redis.call('GET', shard .. ':seq')
  return {'ok', text(now), seq, unpack(accepted)}
end

local function known(_, args)
  return remembered(shard_of(args[2]), args[3], now_ms(args[1]))
end

local function numbers(from, to)
  local found = {}
  for n = from, to do
    found[#found + 1] = text(n)
  end
  return found
end

-- ARGV: stream, after, limit. The head, and what is kept of the numbers asked for, in order.
local function read(_, args)
  local stream, limit = args[1], tonumber(args[3])
  local head = head_of(stream)
  local from = math.max(tonumber(args[2]) + 1, head.first)
  local to = math.min(head.n, from + limit - 1)
  local entries = {}
  if from <= to then
    entries = redis.call('HMGET', stream, unpack(numbers(from, to)))
  end
  return {text(head.n), text(head.first), text(head.rule), text(from), entries}
end

local function age_of(stream, n)
  local entry = redis.call('HGET', stream, text(n))
  return tonumber(string.match(entry, '^%d+')), entry
end

-- Let everything before `first` go.
local function let_go(stream, head, first)
  for from = head.first, first - 1, 1000 do
    redis.call('HDEL', stream, unpack(numbers(from, math.min(from + 999, first - 1))))
  end
  redis.call('HSET', stream .. ':head', 'first', text(first))
  local ages = shard_of(stream) .. ':ages:' .. kind_of(stream)
  if first > head.n then
    redis.call('ZREM', ages, stream)
  else
    redis.call('ZADD', ages, age_of(stream, first), stream)
  end
end

-- ARGV: stream, at, state. Answers 0 beyond the head.
local function snapshot(_, args)
  local stream, at = args[1], tonumber(args[2])
  local head = head_of(stream)
  if at > head.n then
    return 0
  end
  local kept = tonumber(redis.call('HGET', stream .. ':snapshot', 'at') or -1)
  if at >= kept then
    redis.call('HSET', stream .. ':snapshot', 'at', text(at), 'state', args[3])
  end
  if at >= head.first then
    let_go(stream, head, at + 1)
  end
  return 1
end

local function heads(keys)
  local answer = {}
  for _, stream in ipairs(redis.call('SMEMBERS', keys[1] .. ':streams')) do
    local head = head_of(stream)
    answer[#answer + 1] = {stream, text(head.n), text(head.first), text(head.rule)}
  end
  return answer
end

-- KEYS: the shard. ARGV: kind, prefix, before, most. Answers how many entries went; called again
-- until none do, so that the store is never held up for long.
local function expire(keys, args)
  local before, left = tonumber(args[3]), tonumber(args[4])
  local ages = keys[1] .. ':ages:' .. args[1]
  local begins = keys[1] .. args[2]
  local gone = 0
  for _, stream in ipairs(redis.call('ZRANGEBYSCORE', ages, '-inf', '(' .. text(before))) do
    local head = head_of(stream)
    local first = head.first
    local asked = string.sub(stream, 1, #begins) == begins
    while asked and first <= head.n and gone < left and age_of(stream, first) < before do
      first = first + 1
      gone = gone + 1
    end
    if first > head.first then
      let_go(stream, head, first)
    end
  end
  return gone
end

-- ARGV: channels, stream, numbers. Unknown and erased numbers are passed over.
local function erase(_, args)
  local stream = args[2]
  for i = 3, #args do
    local entry = redis.call('HGET', stream, args[i])
    local at, rule, rest = string.match(entry or '', '^(%d+)|(%d+)|(.*)$')
    if rest and rest ~= '' then
      redis.call('HSET', stream, args[i], stored(tonumber(at), tonumber(rule), ''))
      tell(args[1], stream, tonumber(args[i]), tonumber(at), tonumber(rule), '')
    end
  end
  return redis.call('GET', shard_of(stream) .. ':seq') or '0'
end

local function live(places, values, now)
  local over = redis.call('ZRANGEBYSCORE', places, '-inf', now)
  for _, holder in ipairs(over) do
    redis.call('HDEL', values, holder)
    redis.call('ZREM', places, holder)
  end
  return redis.call('ZCARD', places)
end

-- Let a key stay for twice `ms`; never for less long than somebody asked for before.
local function stays(key, ms)
  local wanted = math.max(tonumber(ms), 1000) * 2
  if redis.call('PTTL', key) < wanted then
    redis.call('PEXPIRE', key, wanted)
  end
end

-- KEYS: this hour's places and values, the last hour's. ARGV: time, the holder under this
-- hour's name and under the last one's, value, ms. Returns whether the place is held.
local function take(keys, args, capacity)
  local now = now_ms(args[1])
  local count = live(keys[1], keys[2], now) + live(keys[3], keys[4], now)
  if redis.call('ZREM', keys[3], args[3]) == 1 then
    redis.call('HDEL', keys[4], args[3])
    count = count - 1
    redis.call('ZADD', keys[1], 0, args[2])
    count = count + 1
  end
  local holds = redis.call('ZSCORE', keys[1], args[2])
  if not holds and count >= capacity then
    return 0
  end
  redis.call('ZADD', keys[1], text(now + tonumber(args[5])), args[2])
  redis.call('HSET', keys[2], args[2], args[4])
  stays(keys[1], args[5])
  stays(keys[2], args[5])
  return 1
end

-- ARGV: as for `take`, and the capacity. Answers held and all values.
local function lease(keys, args)
  local held = take(keys, args, tonumber(args[6]))
  return {held, redis.call('HVALS', keys[2]), redis.call('HVALS', keys[4])}
end

-- Whoever is here stays, however many there are. Answers nothing of the others: in a room of a
-- hundred, a hundred renewals would carry ten thousand values.
local function renew(keys, args)
  take(keys, args, math.huge)
  return redis.status_reply('OK')
end

local function leases(keys, args)
  local now = now_ms(args[1])
  live(keys[1], keys[2], now)
  live(keys[3], keys[4], now)
  return {redis.call('HVALS', keys[2]), redis.call('HVALS', keys[4])}
end

local function release(keys, args)
  for i = 1, 2 do
    redis.call('ZREM', keys[2 * i - 1], args[i])
    redis.call('HDEL', keys[2 * i], args[i])
  end
  return redis.status_reply('OK')
end

-- KEYS: the bucket. ARGV: time, burst, tokens per second. Answers ms to wait, 0 if there was one.
local function spend(keys, args)
  local now, burst, per_s = now_ms(args[1]), tonumber(args[2]), tonumber(args[3])
  local found = redis.call('HMGET', keys[1], 'left', 'at')
  local left, at = tonumber(found[1] or burst), tonumber(found[2] or now)
  left = math.min(burst, left + math.max(0, now - at) * per_s / 1000)
  local wait = 0
  if left >= 1 then
    left = left - 1
  else
    wait = math.ceil((1 - left) * 1000 / per_s)
  end
  redis.call('HSET', keys[1], 'left', string.format('%.6f', left), 'at', text(now))
  redis.call('PEXPIRE', keys[1], math.ceil(burst * 1000 / per_s) + 1000)
  return wait
end

-- KEYS: where the time of the last write is kept. ARGV: time. Answers it.
local function probe(keys, args)
  local now = text(now_ms(args[1]))
  redis.call('SET', keys[1], now)
  return now
end

-- KEYS: the epoch's, the run's. ARGV: this run's name, a fresh epoch. A Redis that may have
-- forgotten something since its last run begins another epoch; of two nodes the first does it.
local function epoch(keys, args)
  local run = redis.call('GET', keys[2])
  if run ~= args[1] then
    if run then
      redis.call('SET', keys[1], args[2])
    end
    redis.call('SET', keys[2], args[1])
  end
  return redis.status_reply('OK')
end

local function try_all(shard, stream, places, channels)
  append({shard}, {'0', channels, stream, 'x', 'trial', '', '', '', '0'})
  known({shard}, {'0', stream, 'trial'})
  read({shard}, {stream, '0', '1'})
  heads({shard})
  erase({shard}, {channels, stream, '1'})
  expire({shard}, {'room:', 'room:', '0', '1'})
  snapshot({shard}, {stream, '1', 'x'})
  lease(places, {'0', 'a', 'b', 'x', '1000', '1'})
  renew(places, {'0', 'a', 'b', 'x', '1000'})
  leases(places, {'0'})
  release(places, {'a', 'b'})
  spend({shard .. 'pace'}, {'0', '1', '1'})
end

-- KEYS: a shard of no house. ARGV: a channel. Does everything once and leaves nothing behind,
-- also where something may not be done: nothing here is taken back by itself.
local function trial(keys, args)
  local shard = keys[1]
  local stream = shard .. 'room:trial'
  local places = {shard .. 'p', shard .. 'v', shard .. 'q', shard .. 'w'}
  local fine, refusal = pcall(try_all, shard, stream, places, args[1])
  redis.call('DEL', stream, stream .. ':head', stream .. ':snapshot', shard .. ':dedupe:trial',
    shard .. ':log', shard .. ':seq', shard .. ':streams', shard .. ':last_at',
    shard .. ':ages:room:', shard .. 'pace', unpack(places))
  if not fine then
    return type(refusal) == 'table' and refusal or redis.error_reply('ERR ' .. refusal)
  end
  return redis.status_reply('OK')
end

local function register(name, callback, flag)
  redis.register_function{function_name = name, callback = callback, flags = {flag}}
end

redis.register_function('kith_append', append)
redis.register_function('kith_spend', spend)
redis.register_function('kith_probe', probe)
redis.register_function('kith_epoch', epoch)
redis.register_function('kith_trial', trial)

-- These only make room, or keep who is here: they go on when Redis is out of memory.
register('kith_snapshot', snapshot, 'allow-oom')
register('kith_expire', expire, 'allow-oom')
register('kith_erase', erase, 'allow-oom')
register('kith_lease', lease, 'allow-oom')
register('kith_renew', renew, 'allow-oom')
register('kith_leases', leases, 'allow-oom')
register('kith_release', release, 'allow-oom')

register('kith_known', known, 'no-writes')
register('kith_read', read, 'no-writes')
register('kith_heads', heads, 'no-writes')
