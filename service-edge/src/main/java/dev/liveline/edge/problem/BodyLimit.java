package dev.liveline.edge.problem;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Answers a body that announces more than `quarkus.http.limits.max-body-size` with a problem, before Quarkus refuses it with an empty 413.
@ApplicationScoped
public class BodyLimit {

    /// After routes that count their bytes themselves (-1,000), before Quarkus' handlers for tokens (-200) and limits (-2).
    private static final int ORDER = -500;

    private final Optional<Long> limit;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> limit) {
        this.limit = limit.map(MemorySize::asLongValue);
    }

    void route(@Observes Router router) {
        limit.ifPresent(most -> router.route().order(ORDER).handler(context -> check(context, most)));
    }

    private static void check(RoutingContext context, long most) {
        String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        // More digits than a long has are more than any limit; what is no number never comes through the HTTP codec.
        if (announced == null || announced.length() < 19 && Long.parseLong(announced) <= most) {
            context.next();
            return;
        }
        context.response().endHandler(_ -> context.request().connection().close());
        Problem.of(413, "A body may have " + most + " bytes.").header("Connection", "close").answer(context.response());
    }
}
