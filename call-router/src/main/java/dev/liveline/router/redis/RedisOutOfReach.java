package dev.liveline.router.redis;

/// Redis is down, too slow, or was a moment ago. Whoever sees it goes on without.
public final class RedisOutOfReach extends RuntimeException {

    RedisOutOfReach(String message) {
        super(message);
    }

    RedisOutOfReach(String message, Throwable cause) {
        super(message, cause);
    }
}
