package dev.liveline.router.bridge;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.vertx.core.Future;

/// Waiting in tests: generous, because the machine is shared.
final class Await {

    private Await() {}

    static ConditionFactory until() {
        return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20));
    }

    static <T> T on(Future<T> future) {
        until().until(future::isComplete);
        if (future.failed()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }
}
