package dev.liveline.hub.live;

import org.jboss.logging.Logger;

import dev.liveline.edge.problem.Problem;
import io.vertx.core.http.HttpServerResponse;

/// Answers refusals where there is no JAX-RS: before an upgrade, before a stream begins.
final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    static void answer(HttpServerResponse response, Problem problem) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(problem.status())
            .putHeader("Content-Type", Problem.MEDIA_TYPE)
            .putHeader("Cache-Control", "no-store");
        problem.headers().forEach(response::putHeader);
        response.end(problem.json());
    }

    /// The problem to answer for a failure: our own as it is, anything else as an outage that is logged.
    static Problem of(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        LOG.warnf("a viewer could not be let in: %s", failure.toString());
        return Problem.unavailable("The hub cannot let anybody in at present.", 1);
    }
}
