package dev.liveline.admin.api;

import java.util.concurrent.CompletionException;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import org.jboss.logging.Logger;

import dev.liveline.edge.problem.Problem;
import dev.liveline.edge.problem.WordlessTrace;
import io.smallrye.mutiny.TimeoutException;

/// Answers a Redis that is away or refuses as 503: what needs it (idempotency keys, conditional writes, manifests) waits; plain reads and writes
/// go on without it.
public final class RedisErrors {

    private static final Logger LOG = Logger.getLogger(RedisErrors.class);

    private RedisErrors() {}

    /// How the Redis client hands on failures of connection and command.
    @Provider
    public static class Failed implements ExceptionMapper<CompletionException> {
        @Override
        public Response toResponse(CompletionException failure) {
            return answer(failure);
        }
    }

    /// No answer in time.
    @Provider
    public static class TimedOut implements ExceptionMapper<TimeoutException> {
        @Override
        public Response toResponse(TimeoutException failure) {
            return answer(failure);
        }
    }

    private static Response answer(Throwable failure) {
        LOG.warn("Redis does not do what was asked", WordlessTrace.of(failure));
        Problem problem = Problem.unavailable("Redis cannot be asked; try again.", 5);
        Response.ResponseBuilder answer = Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
        problem.headers().forEach(answer::header);
        return answer.build();
    }
}
