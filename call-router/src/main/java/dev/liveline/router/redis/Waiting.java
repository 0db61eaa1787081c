package dev.liveline.router.redis;

import java.util.concurrent.CompletionException;

import io.vertx.core.Context;
import io.vertx.core.Future;

/// Waits for a future on a virtual thread. Every future handed to it is bounded in time by who made it.
public final class Waiting {

    private Waiting() {}

    /// The result; what the future failed with is thrown as it is where it is unchecked.
    public static <T> T on(Future<T> future) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("an event loop must not wait");
        }
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
