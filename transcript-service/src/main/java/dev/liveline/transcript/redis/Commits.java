package dev.liveline.transcript.redis;

import io.vertx.core.Future;

/// Where steps are committed: Redis in life, a map with the same rules in simulations.
public interface Commits {

    boolean isUp();

    /// Commits conditionally. Fails if the step cannot be taken now; whether it took effect is then unknown.
    Future<Outcome> commit(Step step);

    /// Gives the connection up, for trouble that only another one can cure, such as a primary that became a replica.
    void reconnect(Throwable cause);
}
