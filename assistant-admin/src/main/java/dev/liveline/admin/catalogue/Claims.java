package dev.liveline.admin.catalogue;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.redis.datasource.RedisDataSource;

/// Keys in Redis that only one can hold. Nothing newer than Redis 6.2 is used.
@ApplicationScoped
public class Claims {

    private static final String DELETE_IF_OURS = "if redis.call('GET',KEYS[1])==ARGV[1] then return redis.call('DEL',KEYS[1]) end return 0";
    private static final String EXTEND_IF_OURS = "if redis.call('GET',KEYS[1])==ARGV[1] then return redis.call('PEXPIRE',KEYS[1],ARGV[2]) end return 0";

    private static final String REPLACE_IF_SAME = "if redis.call('GET',KEYS[1])==ARGV[1] then redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3]) return 1 end return 0";

    private final RedisDataSource redis;

    Claims(RedisDataSource redis) {
        this.redis = redis;
    }

    /// @return whether the key was free and is ours now
    public boolean take(String key, String value, Duration lease) {
        return redis.execute("SET", key, value, "NX", "PX", Long.toString(lease.toMillis())) != null;
    }

    public Optional<String> holder(String key) {
        return Optional.ofNullable(redis.value(String.class).get(key));
    }

    /// How long the key is still held; zero if it is free.
    public Duration remaining(String key) {
        return Duration.ofMillis(Math.max(0, redis.execute("PTTL", key).toLong()));
    }

    /// Frees the key, if it still holds our value.
    public void free(String key, String value) {
        redis.execute("EVAL", DELETE_IF_OURS, "1", key, value);
    }

    /// @return whether it was still ours
    public boolean extend(String key, String value, Duration lease) {
        return redis.execute("EVAL", EXTEND_IF_OURS, "1", key, value, Long.toString(lease.toMillis())).toInteger() == 1;
    }

    /// Sets the key, if it still holds what was expected.
    ///
    /// @return whether it did
    public boolean replace(String key, String expected, String value, Duration lease) {
        return redis.execute("EVAL", REPLACE_IF_SAME, "1", key, expected, value, Long.toString(lease.toMillis()))
            .toInteger() == 1;
    }

    /// Sets the key, whoever holds it.
    public void put(String key, String value, Duration lease) {
        redis.execute("SET", key, value, "PX", Long.toString(lease.toMillis()));
    }

    public void remove(String key) {
        redis.execute("DEL", key);
    }
}
