package dev.liveline.router.control;

import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.liveline.router.redis.RedisOutOfReach;

/// What is due, each for itself: one that fails keeps no other waiting, and comes again when it is due again.
final class OneByOne {

    private static final Logger LOG = Logger.getLogger(OneByOne.class);

    private OneByOne() {}

    /// @param what what an item is, for the log
    static <T> void each(Iterable<T> due, String what, Consumer<T> work) {
        for (T item : due) {
            try {
                work.accept(item);
            } catch (RedisOutOfReach away) {
                // If Redis is away, the others fail at once and cost nothing; if it refused this one, that was logged.
                LOG.debugf("%s %s waits for Redis", what, item);
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "%s %s cannot be looked after", what, item);
            }
        }
    }
}
