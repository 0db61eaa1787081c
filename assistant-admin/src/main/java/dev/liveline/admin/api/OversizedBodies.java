package dev.liveline.admin.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.liveline.edge.problem.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// Refuses bodies that say they are too large, with a problem; without it the HTTP server refuses them without a word. One that does not say its
/// size is cut off by the server.
@ApplicationScoped
class OversizedBodies {

    /// Before authentication: nothing of the body is read.
    private static final int FIRST = 1000;

    private final long most;

    OversizedBodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.most = most.asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= most) {
            context.next();
            return;
        }
        context.response()
            .setStatusCode(413)
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .putHeader(HttpHeaders.CONNECTION, "close")
            .end(Problem.of(413, "A body may have " + most + " bytes.").json())
            .onComplete(_ -> context.request().connection().close());
    }
}
